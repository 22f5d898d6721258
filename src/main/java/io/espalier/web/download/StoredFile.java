package io.espalier.web.download;

import io.espalier.artifact.StoredArtifact;
import java.nio.file.Path;

/**
 * A file of the store as a client gets it.
 *
 * @param path where it lies
 * @param name what a browser saves it as
 */
public record StoredFile(Path path, StoredArtifact content, String mediaType, String name) {}
