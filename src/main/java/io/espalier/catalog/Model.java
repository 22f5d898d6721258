package io.espalier.catalog;

import io.espalier.artifact.StoredArtifact;
import java.time.Instant;

/**
 * A model that was accepted.
 *
 * @param id {@code mdl_} and 26 characters
 * @param name what the uploader called it; inert text
 */
public record Model(
    String id,
    String name,
    String format,
    StoredArtifact content,
    Instant createdAt,
    ModelSummary summary) {}
