package io.espalier.graph;

import io.espalier.format.onnx.OnnxLimits;
import io.espalier.format.onnx.OnnxReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** Real models to test with; a test that asks for one that is not there is skipped. */
public final class Fixtures {
  public static final String CLASSIFIER = "ch_ppocr_mobile_v2.0_cls_infer";

  private static final Path MODELS = Path.of("../shared/fixtures/models");

  private Fixtures() {}

  public static List<String> names() {
    return List.of(
        "resnet8-fashion",
        "resnet18",
        "mobilenet_v2",
        "vit_tiny",
        "resnet20-cifar10",
        "vit12-fashion",
        CLASSIFIER);
  }

  /** Numbers for symbolic extents other than the batch. */
  public static Map<String, Long> symbols(Graph graph) {
    List<Dim> shape = graph.inputs().getFirst().type().shape();
    return shape.get(2).isKnown()
        ? Map.of()
        : Map.of(shape.get(2).factors().getFirst(), 48L, shape.get(3).factors().getFirst(), 192L);
  }

  public static Graph read(String name) {
    return new OnnxReader(OnnxLimits.standard()).read(file(name), Arena.ofAuto()).graph();
  }

  private static Path file(String name) {
    if (name.equals(CLASSIFIER)) {
      return resource("/models/" + name + ".onnx");
    }
    Path file = MODELS.resolve(name + ".onnx");
    Assumptions.assumeTrue(Files.exists(file), "the model file %s is not there".formatted(name));
    return file;
  }

  private static Path resource(String name) {
    try (InputStream in = Fixtures.class.getResourceAsStream(name)) {
      Path file = Files.createTempFile("espalier", ".onnx");
      file.toFile().deleteOnExit();
      Files.write(file, in.readAllBytes());
      return file;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
