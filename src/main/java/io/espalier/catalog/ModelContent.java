package io.espalier.catalog;

import io.espalier.artifact.StoredArtifact;
import io.espalier.format.ModelFiles;
import io.espalier.intake.ImportOptions;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The files a model was uploaded as.
 *
 * @param main the file that is read first
 * @param parts the other files, by the key they were uploaded under
 * @param architecture of files that hold weights alone, as the uploader gave it; else empty
 */
public record ModelContent(
    StoredArtifact main, SortedMap<String, StoredArtifact> parts, String architecture) {
  public ModelContent {
    parts = Collections.unmodifiableSortedMap(new TreeMap<>(parts));
  }

  /** A model that is one file and says itself what it is. */
  public static ModelContent of(StoredArtifact main) {
    return new ModelContent(main, new TreeMap<>(), "");
  }

  /** The length of all files together. */
  public long bytes() {
    return Stream.concat(Stream.of(main), parts.values().stream())
        .mapToLong(StoredArtifact::bytes)
        .sum();
  }

  /**
   * Where the files lie.
   *
   * @param find the path of content by its digest
   */
  public ModelFiles files(Function<String, Path> find) {
    Map<String, Path> paths =
        parts.entrySet().stream()
            .collect(
                Collectors.toMap(Map.Entry::getKey, part -> find.apply(part.getValue().sha256())));
    return new ModelFiles(find.apply(main.sha256()), paths);
  }

  public ImportOptions options() {
    return new ImportOptions(architecture);
  }

  /** Whether one of the files has this digest. */
  public boolean holds(String sha256) {
    return main.sha256().equals(sha256)
        || parts.values().stream().anyMatch(part -> part.sha256().equals(sha256));
  }

  /** The same text for equal contents. */
  String text() {
    return main.sha256()
        + parts.entrySet().stream()
            .map(part -> "\n" + part.getValue().sha256() + " " + part.getKey())
            .collect(Collectors.joining());
  }
}
