package io.espalier.engine;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.espalier.engine.bench.SampleInputs;
import io.espalier.format.onnx.OnnxLimits;
import io.espalier.format.onnx.OnnxReader;
import io.espalier.graph.Graph;
import io.espalier.graph.Tensor;
import io.espalier.graph.TensorType;
import io.espalier.graph.rewrite.Normalization;
import io.espalier.graph.shape.ShapeInference;
import io.espalier.graph.shape.TypedGraph;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole models as exporters write them, before and after normalisation. */
class FixtureParityTest {
  private static final Path MODELS = Path.of("../shared/fixtures/models");
  private static final String CLASSIFIER = "/models/ch_ppocr_mobile_v2.0_cls_infer.onnx";
  private static final long SEED = 5;

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "resnet8-fashion",
        "resnet18",
        "mobilenet_v2",
        "vit_tiny",
        "resnet20-cifar10",
        "vit12-fashion"
      })
  void computesWhatOnnxRuntimeComputes(String name) {
    Path file = fixture(name + ".onnx");
    try (Arena arena = Arena.ofConfined()) {
      TypedGraph typed = normalized(file, arena);
      for (long batch : List.of(1L, 3L)) {
        Map<String, Tensor> inputs = SampleInputs.ofBatch(batch).draw(typed.graph(), SEED);
        Parity.assertEqual(original(file, inputs), Parity.runCompiled(typed, inputs));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"resnet18", "mobilenet_v2", "vit_tiny", "resnet20-cifar10", "vit12-fashion"})
  void computesWhatThePublisherComputed(String name) throws IOException {
    Path file = fixture(name + ".onnx");
    Map<String, Tensor> reference = Npz.read(fixture(name + ".npz"));
    try (Arena arena = Arena.ofConfined()) {
      TypedGraph typed = normalized(file, arena);
      String input = typed.graph().inputs().getFirst().name();
      Parity.assertEqual(
          List.of(reference.get("y")),
          Parity.runCompiled(typed, Map.of(input, reference.get("x"))));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mobilenet_v2", "vit_tiny", "vit12-fashion"})
  void compilesAModelWithItsShapeComputations(String name) {
    Path file = fixture(name + ".onnx");
    try (Arena arena = Arena.ofConfined()) {
      Graph graph = new OnnxReader(OnnxLimits.standard()).read(file, arena).graph();
      TypedGraph typed = ShapeInference.infer(graph);
      Map<String, Tensor> inputs = SampleInputs.ofBatch(2).draw(graph, SEED);
      Parity.assertEqual(original(file, inputs), Parity.runCompiled(typed, inputs));
    }
  }

  @Test
  void computesATextDirectionClassifier() throws IOException {
    Path file = directory.resolve("classifier.onnx");
    try (InputStream content = FixtureParityTest.class.getResourceAsStream(CLASSIFIER)) {
      assumeTrue(content != null, "the classifier is not on the class path");
      Files.copy(content, file);
    }
    try (Arena arena = Arena.ofConfined()) {
      TypedGraph typed = normalized(file, arena);
      Map<String, Tensor> inputs = textLines(typed.graph()).draw(typed.graph(), SEED);
      Parity.assertEqual(original(file, inputs), Parity.runCompiled(typed, inputs));
    }
  }

  /** The height and width the classifier was trained on. */
  private static SampleInputs textLines(Graph classifier) {
    TensorType type = classifier.inputs().getFirst().type();
    String height = type.dim(2).factors().getFirst();
    String width = type.dim(3).factors().getFirst();
    return new SampleInputs(3, Map.of(height, 48L, width, 192L));
  }

  private static TypedGraph normalized(Path file, Arena arena) {
    Graph graph = new OnnxReader(OnnxLimits.standard()).read(file, arena).graph();
    return ShapeInference.infer(Normalization.normalize(graph).graph());
  }

  private static List<Tensor> original(Path file, Map<String, Tensor> inputs) {
    try (RunnableModel model = new OnnxRuntime(2).load(file)) {
      return model.run(inputs);
    }
  }

  private static Path fixture(String name) {
    Path file = MODELS.resolve(name);
    assumeTrue(Files.exists(file), () -> "the fixture (" + name + ") is not there");
    return file;
  }
}
