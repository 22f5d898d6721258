package io.espalier.method;

import java.util.Map;

/**
 * A JSON file that a step leaves beside the model.
 *
 * @param name without extension, for example {@code pruning}
 * @param content objects, lists, texts, numbers and booleans
 */
public record StepDocument(String name, Map<String, Object> content) {}
