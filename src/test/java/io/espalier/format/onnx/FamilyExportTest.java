package io.espalier.format.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.engine.Parity;
import io.espalier.engine.bench.Agreement;
import io.espalier.engine.bench.SampleInputs;
import io.espalier.graph.Graph;
import io.espalier.graph.Tensor;
import io.espalier.graph.check.GraphChecker;
import io.espalier.graph.family.ConvolutionFamilies;
import io.espalier.graph.family.TransformerFamilies;
import io.espalier.graph.rewrite.Normalization;
import io.espalier.graph.rewrite.fuse.Fusion;
import io.espalier.graph.rewrite.lower.Lowering;
import io.espalier.graph.shape.ShapeInference;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Architectures in small, fused, written for every opset and in halves. */
class FamilyExportTest {
  /** Largest difference in 16 bits, relative to the largest magnitude of an output. */
  private static final double HALF_TOLERANCE = 0.02;

  private static final long SEED = 4;
  private static final int BATCH = 2;

  private static Stream<String> names() {
    return Stream.concat(
        ConvolutionFamilies.names().stream(), TransformerFamilies.names().stream());
  }

  @ParameterizedTest
  @MethodSource("names")
  void writesAFamilyForEveryOpset(String name) {
    Graph graph = family(name);
    Map<String, Tensor> inputs = SampleInputs.ofBatch(BATCH).draw(graph, SEED);
    List<Tensor> expected = Parity.runOnnx(graph, inputs);
    Graph fused = Fusion.fuse(graph).graph();
    Parity.assertEqual(expected, Parity.runCompiled(ShapeInference.infer(fused), inputs));
    for (long opset = Lowering.OLDEST; opset <= Lowering.NEWEST; opset++) {
      Graph lowered = Lowering.to(fused, opset).graph();
      Parity.assertEqual(expected, Parity.runOnnx(lowered, inputs));
      assertReadsBack(lowered);
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void writesAFamilyInHalves(String name) {
    Graph graph = family(name);
    Map<String, Tensor> inputs = SampleInputs.ofBatch(BATCH).draw(graph, SEED);
    OnnxOptions options = new OnnxOptions(17, Precision.FP16, false);
    Graph half = new OnnxExport(options).prepare(graph);
    assertReadsBack(half);
    Agreement agreement =
        Agreement.between(Parity.runOnnx(graph, inputs), Parity.runOnnx(half, inputs));
    assertThat(agreement.maximumRelativeError()).isLessThan(HALF_TOLERANCE);
  }

  private static void assertReadsBack(Graph graph) {
    assertThat(GraphChecker.check(OnnxFiles.read(OnnxFiles.write(graph)).graph())).isEmpty();
  }

  private static Graph family(String name) {
    Graph graph =
        ConvolutionFamilies.names().contains(name)
            ? ConvolutionFamilies.build(name, SEED)
            : TransformerFamilies.build(name, SEED);
    return Normalization.normalize(graph).graph();
  }
}
