package io.espalier.format;

import java.nio.file.Path;
import java.util.Map;

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

  /** A model that is one file. */
  public static ModelFiles of(Path main) {
    return new ModelFiles(main, Map.of());
  }
}
