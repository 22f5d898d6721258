package io.espalier.web.uploadset;

import io.espalier.artifact.StoredArtifact;
import io.espalier.upload.UploadPart;
import io.espalier.upload.UploadSet;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * An upload set as the API shows it.
 *
 * @param expiresAt when it is forgotten unless something happens to it
 * @param model what it has become; empty while it is open
 */
@Schema(name = "UploadSet")
public record UploadSetView(
    @Schema(example = "upl_01KAN4Z5WX8F2G7H9JQRSTVWXY") String id,
    State state,
    Instant createdAt,
    Instant expiresAt,
    List<Part> parts,
    @Schema(example = "mdl_01KAN4Z5WX8F2G7H9JQRSTVWXY") String model) {
  public UploadSetView {
    parts = List.copyOf(parts);
  }

  static UploadSetView of(UploadSet set, Duration idle) {
    return new UploadSetView(
        set.id(),
        set.completion().isPresent() ? State.COMPLETED : State.OPEN,
        set.createdAt(),
        set.touchedAt().plus(idle),
        set.parts().stream().map(Part::of).toList(),
        set.completion().map(UploadSet.Completion::modelId).orElse(""));
  }

  /** Whether files are still taken. */
  @Schema(name = "UploadSetState")
  public enum State {
    OPEN,
    COMPLETED
  }

  /**
   * A file of the set.
   *
   * @param received whether it has arrived
   * @param bytes that arrived, or that were announced; 0 where neither is known
   * @param sha256 of what arrived, or as announced; empty where neither is known
   */
  @Schema(name = "UploadPart")
  public record Part(
      @Schema(example = "model.onnx_data") String name,
      boolean received,
      @Schema(example = "46827520") long bytes,
      @Schema(example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
          String sha256) {
    static Part of(UploadPart part) {
      return new Part(
          part.name(),
          part.content().isPresent(),
          part.content().map(StoredArtifact::bytes).or(part.announced()::bytes).orElse(0L),
          part.content().map(StoredArtifact::sha256).or(part.announced()::sha256).orElse(""));
    }
  }
}
