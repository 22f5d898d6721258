package io.espalier.catalog;

/**
 * What an analyzer says about a file.
 *
 * @param format the format the content was recognised as, for example {@code onnx}
 */
public record ModelAnalysis(String format, ModelSummary summary) {}
