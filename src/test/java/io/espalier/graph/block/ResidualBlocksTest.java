package io.espalier.graph.block;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.graph.Attribute;
import io.espalier.graph.Graph;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.Tensor;
import io.espalier.graph.family.ConvolutionFamilies;
import io.espalier.graph.rewrite.Normalization;
import io.espalier.graph.shape.ShapeInference;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is a residual block, and what only looks like one. */
class ResidualBlocksTest {
  private static final int WIDTH = 4;
  private final NetworkBuilder net = new NetworkBuilder("g", 1);
  private final String x = net.input("x", WIDTH);

  private List<ResidualBlock> blocks() {
    return ResidualBlocks.find(ShapeInference.infer(net.build()));
  }

  /** Blocks that halve the size, widen, or pad their shortcut are none. */
  @ParameterizedTest
  @CsvSource({
    "vgg, 0",
    "densenet, 0",
    "inception, 0",
    "resnet-basic, 2",
    "resnet-50, 12",
    "resnet-option-a, 3",
    "resnet-group-norm, 2",
    "resnext, 1",
    "regnet-y, 1",
    "mobilenet-v2, 2",
    "mobilenet-v3, 2",
    "efficientnet, 1",
    "shufflenet, 2",
    "convnext, 4",
    "convnext-decomposed, 4",
    "super-resolution, 1"
  })
  void findsTheBlocksWhoseShortcutIsTheIdentity(String family, int blocks) {
    Graph graph = Normalization.normalize(ConvolutionFamilies.build(family, 1)).graph();
    assertThat(ResidualBlocks.find(ShapeInference.infer(graph))).hasSize(blocks);
  }

  @Test
  void namesTheNodesOfTheBranch() {
    String branch = net.linear(net.relu(net.linear(x, WIDTH, 6)), 6, WIDTH);
    net.output(net.relu(net.op("Add", branch, x)), WIDTH);
    assertThat(blocks())
        .containsExactly(
            new ResidualBlock("add_3", "x", "add_3_out", List.of("gemm_0", "relu_1", "gemm_2")));
  }

  @Test
  void aBranchMayReadAMask() {
    String mask = net.input("mask", WIDTH);
    String scale = net.op("Sigmoid", mask);
    net.output(net.op("Add", x, net.op("Mul", net.linear(x, WIDTH, WIDTH), scale)), WIDTH);
    assertThat(blocks())
        .containsExactly(new ResidualBlock("add_3", "x", "add_3_out", List.of("gemm_1", "mul_2")));
  }

  @Test
  void aBranchThatIsReadElsewhereIsNoBlock() {
    String inner = net.linear(x, WIDTH, WIDTH);
    String sum = net.op("Add", net.linear(inner, WIDTH, WIDTH), x);
    net.output(net.op("Concat", Map.of("axis", Attribute.of(1L)), sum, inner), 2 * WIDTH);
    assertThat(blocks()).isEmpty();
  }

  @Test
  void aBranchWithAnOutputOfTheNetworkIsNoBlock() {
    String inner = net.linear(x, WIDTH, WIDTH);
    net.output(inner, WIDTH).output(net.op("Add", net.relu(inner), x), WIDTH);
    assertThat(blocks()).isEmpty();
  }

  @Test
  void aShortcutWithALayerIsNoBlock() {
    String shortcut = net.linear(x, WIDTH, 6);
    net.output(net.op("Add", net.linear(net.relu(net.linear(x, WIDTH, 6)), 6, 6), shortcut), 6);
    assertThat(blocks()).isEmpty();
  }

  @Test
  void aSumThatIsBroadcastIsNoBlock() {
    String one = net.linear(x, WIDTH, 1);
    net.output(net.op("Add", net.linear(one, 1, WIDTH), one), WIDTH);
    assertThat(blocks()).isEmpty();
  }

  @Test
  void anActivationWithoutWeightsIsNoBlock() {
    String cube = net.op("Pow", x, net.constant("three", Tensor.scalar(3)));
    String part = net.op("Mul", cube, net.constant("share", Tensor.scalar(0.044715f)));
    net.output(net.op("Add", x, part), WIDTH);
    assertThat(blocks()).isEmpty();
  }
}
