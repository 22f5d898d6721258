package io.espalier.format.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.engine.Parity;
import io.espalier.engine.bench.Agreement;
import io.espalier.engine.bench.SampleInputs;
import io.espalier.graph.ElementType;
import io.espalier.graph.Fixtures;
import io.espalier.graph.Graph;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import io.espalier.graph.channel.SampleNetworks;
import io.espalier.graph.check.GraphChecker;
import io.espalier.graph.rewrite.Normalization;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole networks with the options a client may give. */
class OnnxExportTest {
  /** Largest difference in 16 bits, relative to the largest magnitude of an output. */
  private static final double HALF_TOLERANCE = 0.02;

  private static final long SEED = 9;
  private static final int BATCH = 2;
  private static final int[] OPSETS = {13, 17, 21};

  private static Stream<String> samples() {
    return SampleNetworks.names().stream();
  }

  private static Stream<String> fixtures() {
    return Fixtures.names().stream();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void writesASampleNetworkInHalves(String name) {
    int[] opsets =
        Arrays.stream(OPSETS).filter(opset -> opset >= SampleNetworks.oldestOpset(name)).toArray();
    assertHalf(Normalization.normalize(SampleNetworks.build(name, SEED)).graph(), opsets);
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void writesARealModelInHalves(String name) {
    Graph graph = Normalization.normalize(Fixtures.read(name)).graph();
    Graph half = assertHalf(graph, 17);
    assertThat(bytes(half)).isLessThan(bytes(graph) * 55 / 100);
  }

  @ParameterizedTest
  @ValueSource(strings = {"resnet8-fashion", "mobilenet_v2"})
  void foldsBatchNormalizationWhenAsked(String name) {
    Graph graph = Normalization.normalize(Fixtures.read(name)).graph();
    OnnxExport export = new OnnxExport(new OnnxOptions(13, Precision.FP32, true));
    Graph folded = export.prepare(graph);
    assertThat(folded.nodes()).extracting(Node::operator).doesNotContain("BatchNormalization");
    Map<String, Tensor> inputs = SampleInputs.ofBatch(BATCH).draw(graph, SEED);
    Parity.assertEqual(Parity.runOnnx(graph, inputs), Parity.runOnnx(folded, inputs));
  }

  @Test
  void keepsBatchNormalizationOtherwise() {
    Graph graph = SampleNetworks.build(SampleNetworks.names().getFirst(), SEED);
    assertThat(new OnnxExport(OnnxOptions.STANDARD).prepare(graph)).isEqualTo(graph);
  }

  @ParameterizedTest
  @ValueSource(ints = {12, 22})
  void refusesOpsetsThatAreNotWritten(int opset) {
    assertThatThrownBy(() -> new OnnxOptions(opset, Precision.FP32, false))
        .hasMessage("The opset (%d) must be in [13, 21].".formatted(opset));
  }

  private static Graph assertHalf(Graph graph, int... opsets) {
    Map<String, Tensor> inputs = new SampleInputs(BATCH, Fixtures.symbols(graph)).draw(graph, SEED);
    List<Tensor> expected = Parity.runOnnx(graph, inputs);
    Graph half = graph;
    for (int opset : opsets) {
      half = new OnnxExport(new OnnxOptions(opset, Precision.FP16, false)).prepare(graph);
      assertThat(half.inputs()).isEqualTo(graph.inputs());
      assertThat(half.outputs()).isEqualTo(graph.outputs());
      assertThat(GraphChecker.check(OnnxFiles.read(OnnxFiles.write(half)).graph())).isEmpty();
      assertThat(half.initializers().values())
          .anyMatch(tensor -> tensor.elementType() == ElementType.FLOAT16);
      Agreement agreement = Agreement.between(expected, Parity.runOnnx(half, inputs));
      assertThat(agreement.maximumRelativeError()).isLessThan(HALF_TOLERANCE);
    }
    return half;
  }

  private static long bytes(Graph graph) {
    return graph.initializers().values().stream().mapToLong(Tensor::byteSize).sum();
  }
}
