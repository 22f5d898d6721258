package io.espalier.graph.rewrite.cut;

import io.espalier.format.onnx.OnnxLimits;
import io.espalier.format.onnx.OnnxReader;
import io.espalier.graph.Graph;
import io.espalier.graph.rewrite.Normalization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Trained and exported networks, normalized. */
final class RealModels {
  static final String TEXT_DIRECTION = "text-direction-classifier";
  private static final Path FIXTURES = Path.of("../shared/fixtures/models");

  private RealModels() {}

  /** A fixture, or the text direction classifier of the class path; skips the test when absent. */
  static Graph read(String model) {
    if (model.equals(TEXT_DIRECTION)) {
      return textDirectionClassifier();
    }
    Path file = FIXTURES.resolve(model + ".onnx");
    Assumptions.assumeTrue(Files.exists(file), "The fixture %s is absent.".formatted(file));
    return read(file);
  }

  private static Graph textDirectionClassifier() {
    try (InputStream model =
        RealModels.class.getResourceAsStream("/models/ch_ppocr_mobile_v2.0_cls_infer.onnx")) {
      return Normalization.normalize(read(model.readAllBytes())).graph();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The graph of an ONNX file, as it is. */
  static Graph read(byte[] onnx) {
    try {
      Path file = Files.createTempFile("model", ".onnx");
      Files.write(file, onnx);
      Graph graph = new OnnxReader(OnnxLimits.standard()).read(file, Arena.ofAuto()).graph();
      Files.delete(file);
      return graph;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static Graph read(Path file) {
    Graph graph = new OnnxReader(OnnxLimits.standard()).read(file, Arena.ofAuto()).graph();
    return Normalization.normalize(graph).graph();
  }
}
