package io.espalier.catalog;

import java.time.Instant;

/**
 * A model that was accepted.
 *
 * @param id {@code mdl_} and 26 characters
 * @param name what the uploader called it; inert text
 * @param format the files were recognised as, for example {@code onnx}
 */
public record Model(
    String id,
    String name,
    String format,
    ModelContent content,
    Instant createdAt,
    ModelSummary summary) {}
