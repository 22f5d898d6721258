package io.espalier.format.onnx;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Trained networks that tests read; those beside the project may be absent. */
final class RealModels {
  static final String TEXT_DIRECTION = "ch_ppocr_mobile_v2.0_cls_infer";
  private static final Path FIXTURES = Path.of("../shared/fixtures/models");

  private RealModels() {}

  static Stream<String> names() {
    List<String> fixtures =
        List.of(
            "resnet8-fashion",
            "resnet20-cifar10",
            "resnet18",
            "mobilenet_v2",
            "vit_tiny",
            "vit12-fashion");
    return Stream.concat(fixtures.stream(), Stream.of(TEXT_DIRECTION));
  }

  /** The model's file; the test that asks is skipped when there is none. */
  static Path file(String name, Path scratch) {
    return name.equals(TEXT_DIRECTION) ? unpacked(name, scratch) : fixture(name);
  }

  private static Path fixture(String name) {
    Path file = FIXTURES.resolve(name + ".onnx");
    Assumptions.assumeTrue(Files.exists(file), "The fixture %s.onnx is absent.".formatted(name));
    return file;
  }

  private static Path unpacked(String name, Path scratch) {
    String resource = "/models/" + name + ".onnx";
    try (InputStream in = RealModels.class.getResourceAsStream(resource)) {
      Path file = scratch.resolve(name + ".onnx");
      Files.copy(in, file);
      return file;
    } catch (IOException failure) {
      throw new java.io.UncheckedIOException(failure);
    }
  }
}
