package io.espalier.format;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** The model files a machine may have beside the repository. */
public final class FixtureFile {
  private static final Path MODELS = Path.of("..", "shared", "fixtures", "models");

  private FixtureFile() {}

  /** The file of this name; the test is skipped when it is not there. */
  public static Path of(String name) {
    Path file = MODELS.resolve(name);
    Assumptions.assumeTrue(Files.exists(file), "the model file %s is not there".formatted(name));
    return file;
  }
}
