package io.espalier.artifact;

/**
 * Content that is in the store.
 *
 * @param sha256 64 lower-case hexadecimal digits
 * @param bytes its length
 */
public record StoredArtifact(String sha256, long bytes) {}
