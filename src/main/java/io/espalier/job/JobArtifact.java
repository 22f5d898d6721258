package io.espalier.job;

import io.espalier.artifact.StoredArtifact;

/**
 * A file a job made.
 *
 * @param name unique within the job, for example {@code model.onnx} or {@code report.json}
 */
public record JobArtifact(String name, String mediaType, StoredArtifact content) {}
