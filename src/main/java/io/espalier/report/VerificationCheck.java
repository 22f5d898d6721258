package io.espalier.report;

/**
 * One thing the result had to pass before it was published.
 *
 * @param check what was checked, for example {@code libtorch equals ONNX Runtime}
 * @param finding what was found, with its numbers
 */
public record VerificationCheck(String check, boolean passed, String finding) {}
