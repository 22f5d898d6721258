package io.espalier.format;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files one model was uploaded as.
 *
 * @param main the file that is read first
 * @param parts every other file by the key it was uploaded under; a key is compared, never opened
 */
public record ModelFiles(Path main, Map<String, Path> parts) {
  public ModelFiles {
    parts = Map.copyOf(parts);
  }

  /** Every file, the main one first and parts by key. */
  public List<Path> all() {
    return Stream.concat(Stream.of(main), new TreeMap<>(parts).values().stream()).toList();
  }

  /** A model that is one file. */
  public static ModelFiles of(Path main) {
    return new ModelFiles(main, Map.of());
  }
}
