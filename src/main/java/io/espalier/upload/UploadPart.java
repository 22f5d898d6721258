package io.espalier.upload;

import io.espalier.artifact.StoredArtifact;
import java.util.Optional;

/**
 * A file of a set.
 *
 * @param content empty until it has arrived
 */
public record UploadPart(AnnouncedPart announced, Optional<StoredArtifact> content) {
  public String name() {
    return announced.name();
  }
}
