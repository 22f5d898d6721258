package io.espalier.problem;

/**
 * One fault at one place.
 *
 * @param place where it is: a JSON pointer of the request ({@code /steps/0/target}), a header or
 *     query parameter ({@code header:Range}), or a place in a model ({@code model:graph.node[17]})
 * @param code kebab-case and stable, for example {@code out-of-range} or {@code onnx-cycle}
 * @param message a sentence that names the thing and its value and says what to do
 */
public record Problem(String place, String code, String message) {}
