package io.espalier.upload;

import io.espalier.artifact.StoredArtifact;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Files on their way to become one model.
 *
 * @param id {@code upl_} and 26 characters
 * @param touchedAt when it was last changed; a set that is not changed for long is forgotten
 * @param parts by name
 * @param completion what it has become; empty while it is open
 */
public record UploadSet(
    String id,
    Instant createdAt,
    Instant touchedAt,
    List<UploadPart> parts,
    Optional<Completion> completion) {
  public UploadSet {
    parts = List.copyOf(parts);
  }

  /**
   * The end of a set.
   *
   * @param request a digest of the request that ended it
   */
  public record Completion(String modelId, String request) {}

  /** Names of files that have not arrived. */
  List<String> missing() {
    return parts.stream().filter(part -> part.content().isEmpty()).map(UploadPart::name).toList();
  }

  Optional<UploadPart> part(String name) {
    return parts.stream().filter(part -> part.name().equals(name)).findFirst();
  }

  /** What has arrived, by name. */
  SortedMap<String, StoredArtifact> contents() {
    SortedMap<String, StoredArtifact> contents = new TreeMap<>();
    parts.forEach(part -> part.content().ifPresent(there -> contents.put(part.name(), there)));
    return contents;
  }

  /** Bytes that have arrived under other names than this. */
  long bytesBeside(String name) {
    return contents().entrySet().stream()
        .filter(part -> !part.getKey().equals(name))
        .map(Map.Entry::getValue)
        .mapToLong(StoredArtifact::bytes)
        .sum();
  }
}
