package io.espalier.artifact;

/** Tells whether a record still needs an artifact. */
@FunctionalInterface
public interface ArtifactReferences {
  boolean references(String sha256);
}
