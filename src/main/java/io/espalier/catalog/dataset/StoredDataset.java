package io.espalier.catalog.dataset;

import io.espalier.artifact.StoredArtifact;
import io.espalier.dataset.DatasetSummary;
import io.espalier.dataset.read.DatasetOptions;
import java.time.Instant;

/**
 * A data set that was accepted.
 *
 * @param id {@code ds_} and 26 characters
 * @param name what the uploader called it; inert text
 * @param options what the uploader said of it
 * @param summary what was found in it
 */
public record StoredDataset(
    String id,
    String name,
    StoredArtifact content,
    Instant createdAt,
    DatasetOptions options,
    DatasetSummary summary) {}
