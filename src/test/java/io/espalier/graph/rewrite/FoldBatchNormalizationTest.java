package io.espalier.graph.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.engine.Parity;
import io.espalier.engine.bench.SampleInputs;
import io.espalier.graph.Attribute;
import io.espalier.graph.Fixtures;
import io.espalier.graph.Graph;
import io.espalier.graph.GraphText;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import io.espalier.graph.check.GraphChecker;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Folding into every kind of layer, and when it must not happen. */
class FoldBatchNormalizationTest {
  private static final long SEED = 2;

  private final NetworkBuilder network = new NetworkBuilder("g", 1);
  private final String x = network.input("x", 4, 5, 5);

  @Test
  void foldsIntoAConvolution() {
    network.output(network.batchNorm(network.conv(x, 4, 6, 3, 1, 2), 6), 6, 5, 5);
    assertThat(folded(network.build()))
        .isEqualTo(
            """
            graph g(x: float[batch,4,5,5]) -> (batchnormalization_1_out: float[batch,6,5,5])
              conv_0.weight: float[6,2,3,3]
              conv_0.bias: float[6]
              batchnormalization_1_out = Conv(x, conv_0.weight, conv_0.bias)\
             {group=2, kernel_shape=[3, 3], pads=[1, 1, 1, 1], strides=[1, 1]}
            """);
  }

  @Test
  void foldsIntoAConvolutionWithoutBias() {
    String conv = network.op("Conv", x, network.weight("w", 6, 4, 1, 1));
    network.output(network.batchNorm(conv, 6), 6, 5, 5);
    assertThat(folded(network.build())).contains("Conv(x, conv_0.weight, conv_0.bias)");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void foldsIntoATransposedConvolution(long groups) {
    Map<String, Attribute> group = Map.of("group", Attribute.of(groups));
    String up = network.op("ConvTranspose", group, x, network.weight("w", 4, 6 / groups, 2, 3));
    network.output(network.batchNorm(up, 6), 6, 6, 7);
    assertThat(folded(network.build())).contains("ConvTranspose(").doesNotContain("= BatchNorm");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1})
  void foldsIntoAGemm(long turned) {
    NetworkBuilder dense = new NetworkBuilder("g", 1);
    String weight = turned == 1 ? dense.weight("w", 6, 4) : dense.weight("w", 4, 6);
    Map<String, Attribute> attributes =
        Map.of("transB", Attribute.of(turned), "alpha", Attribute.of(2f), "beta", Attribute.of(3f));
    String gemm =
        dense.op("Gemm", attributes, dense.input("x", 4), weight, dense.weight("b", 1, 6));
    dense.output(dense.batchNorm(gemm, 6), 6);
    assertThat(folded(dense.build())).contains("alpha=2.0").doesNotContain("beta", "= BatchNorm");
  }

  @ParameterizedTest
  @ValueSource(strings = {"resnet8-fashion", "mobilenet_v2", "resnet20-cifar10"})
  void foldsEveryLayerOfARealModel(String name) {
    Graph graph = Normalization.normalize(Fixtures.read(name)).graph();
    assertThat(folded(graph)).doesNotContain("= BatchNormalization(");
  }

  @Test
  void leavesALayerAloneThatIsReadElsewhere() {
    String conv = network.conv(x, 4, 4, 3, 1, 1);
    network.output(network.op("Add", network.batchNorm(conv, 4), conv), 4, 5, 5);
    assertUnchanged();
  }

  @Test
  void leavesALayerAloneThatIsAnOutput() {
    String conv = network.conv(x, 4, 4, 3, 1, 1);
    network.output(network.batchNorm(conv, 4), 4, 5, 5).output(conv, 4, 5, 5);
    assertUnchanged();
  }

  @Test
  void leavesASharedWeightAlone() {
    String weight = network.weight("w", 4, 4, 1, 1);
    String first = network.batchNorm(network.op("Conv", x, weight), 4);
    network.output(network.op("Conv", first, weight), 4, 5, 5);
    assertUnchanged();
  }

  @Test
  void leavesTrainingAlone() {
    String conv = network.conv(x, 4, 4, 3, 1, 1);
    network.op(
        "BatchNormalization",
        Map.of("training_mode", Attribute.of(1L)),
        conv,
        network.positive("s", 4),
        network.weight("b", 4),
        network.weight("m", 4),
        network.positive("v", 4));
    assertUnchanged();
  }

  @Test
  void leavesOtherLayersAndComputedWeightsAlone() {
    String computed = network.op("Relu", network.weight("w", 4, 4, 1, 1));
    String conv = network.batchNorm(network.op("Conv", x, computed), 4);
    network.output(network.batchNorm(network.relu(conv), 4), 4, 5, 5);
    assertUnchanged();
  }

  private void assertUnchanged() {
    Graph graph = network.build();
    Rewrite rewrite = new FoldBatchNormalization().apply(graph);
    assertThat(rewrite.changes()).isEmpty();
    assertThat(rewrite.graph()).isEqualTo(graph);
  }

  private static String folded(Graph graph) {
    Rewrite rewrite = new FoldBatchNormalization().apply(graph);
    assertThat(GraphChecker.check(rewrite.graph())).isEmpty();
    Map<String, Tensor> inputs = SampleInputs.ofBatch(2).draw(graph, SEED);
    Parity.assertEqual(Parity.runOnnx(graph, inputs), Parity.runOnnx(rewrite.graph(), inputs));
    long before = graph.nodes().stream().filter(FoldBatchNormalizationTest::isNorm).count();
    assertThat(rewrite.changes()).hasSize((int) before);
    return GraphText.of(rewrite.graph());
  }

  private static boolean isNorm(Node node) {
    return node.is("BatchNormalization");
  }
}
