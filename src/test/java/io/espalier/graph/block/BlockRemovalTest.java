package io.espalier.graph.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.graph.Attribute;
import io.espalier.graph.Graph;
import io.espalier.graph.GraphText;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import io.espalier.graph.check.GraphChecker;
import io.espalier.graph.family.ConvolutionFamilies;
import io.espalier.graph.rewrite.Normalization;
import io.espalier.graph.rewrite.cut.OrtRun;
import io.espalier.graph.shape.ShapeInference;
import io.espalier.graph.shape.TypedGraph;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A network without a block computes what it computes with a branch that gives zeros. */
class BlockRemovalTest {
  private static final float TOLERANCE = 1e-5f;
  private static final long SEED = 4;
  private static final int WIDTH = 4;

  @ParameterizedTest
  @ValueSource(
      strings = {"resnet-basic", "resnet-50", "resnet-option-a", "mobilenet-v2", "resnext"})
  void equalsTheNetworkWithTheLastBatchNormOfTheBranchZeroed(String family) {
    TypedGraph typed = family(family);
    for (ResidualBlock block : ResidualBlocks.find(typed)) {
      Node last = node(typed.graph(), block.nodes().getLast());
      assertThat(last.operator()).isEqualTo("BatchNormalization");
      Set<String> gammaAndBeta = Set.copyOf(last.inputs().subList(1, 3));
      assertSame(BlockRemoval.apply(typed, List.of(block)), zeroed(typed.graph(), gammaAndBeta));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"convnext", "convnext-decomposed", "shufflenet", "efficientnet"})
  void equalsTheNetworkWithAllWeightsOfTheBranchesZeroed(String family) {
    assertSameWithoutAll(family(family));
  }

  @Test
  void attentionAndPerceptronOfATransformerAreBlocks() {
    TypedGraph typed = ShapeInference.infer(transformer());
    assertThat(ResidualBlocks.find(typed)).hasSize(2);
    assertSameWithoutAll(typed);
  }

  private static void assertSameWithoutAll(TypedGraph typed) {
    List<ResidualBlock> blocks = ResidualBlocks.find(typed);
    Set<String> weights = new HashSet<>();
    for (ResidualBlock block : blocks) {
      block.nodes().forEach(name -> weights.addAll(node(typed.graph(), name).inputs()));
    }
    Graph without = BlockRemoval.apply(typed, blocks);
    assertThat(without.nodes()).hasSizeLessThan(typed.graph().nodes().size());
    assertSame(without, zeroed(typed.graph(), weights));
  }

  /** One layer of pre-norm attention with a single head over [batch, 3, 4], then a perceptron. */
  private static Graph transformer() {
    NetworkBuilder net = new NetworkBuilder("transformer", SEED);
    String x = net.input("x", 3, WIDTH);
    String normed = norm(net, "norm1", x);
    String keys = net.op("Transpose", Map.of("perm", ints(0, 2, 1)), project(net, "k", normed));
    String scores = net.op("MatMul", project(net, "q", normed), keys);
    String mixed = net.op("MatMul", net.op("Softmax", scores), project(net, "v", normed));
    String first = net.op("Add", x, project(net, "out", mixed));
    String hidden = net.op("Gelu", project(net, "up", norm(net, "norm2", first)));
    String second = net.op("Add", first, project(net, "down", hidden));
    net.output(norm(net, "norm3", second), 3, WIDTH);
    return net.build().withOpsets(Map.of("", 20L));
  }

  private static Attribute ints(long... values) {
    return Attribute.ofInts(values);
  }

  private static String norm(NetworkBuilder net, String stem, String x) {
    String weight = net.positive(stem + ".weight", WIDTH);
    return net.op("LayerNormalization", x, weight, net.weight(stem + ".bias", WIDTH));
  }

  private static String project(NetworkBuilder net, String stem, String x) {
    String product = net.op("MatMul", x, net.weight(stem + ".weight", WIDTH, WIDTH));
    return net.op("Add", product, net.weight(stem + ".bias", WIDTH));
  }

  @Test
  void theActivationAfterTheAdditionStays() {
    NetworkBuilder net = new NetworkBuilder("g", 1);
    String stem = net.linear(net.input("x", 3), 3, WIDTH);
    String branch = net.linear(net.relu(net.linear(stem, WIDTH, 6)), 6, WIDTH);
    net.output(net.linear(net.relu(net.op("Add", branch, stem)), WIDTH, 2), 2);
    TypedGraph typed = ShapeInference.infer(net.build());
    Graph without = BlockRemoval.apply(typed, ResidualBlocks.find(typed));
    assertThat(GraphText.of(without))
        .isEqualTo(
            """
            graph g(x: float[batch,3]) -> (gemm_6_out: float[batch,2])
              linear0.weight: float[4,3]
              linear0.bias: float[4]
              linear6.weight: float[2,4]
              linear6.bias: float[2]
              gemm_0_out = Gemm(x, linear0.weight, linear0.bias) {transB=1}
              relu_5_out = Relu(gemm_0_out)
              gemm_6_out = Gemm(relu_5_out, linear6.weight, linear6.bias) {transB=1}
            """);
    assertThat(GraphChecker.check(without)).isEmpty();
  }

  @Test
  void aBlockAtTheEndLeavesTheOutputItsName() {
    NetworkBuilder net = new NetworkBuilder("g", 1);
    String stem = net.linear(net.input("x", 3), 3, WIDTH);
    String sum = net.op("Add", stem, net.linear(stem, WIDTH, WIDTH));
    net.output(sum, WIDTH);
    TypedGraph typed = ShapeInference.infer(net.build());
    Graph without = BlockRemoval.apply(typed, ResidualBlocks.find(typed));
    assertThat(without.outputs()).isEqualTo(typed.graph().outputs());
    assertThat(without.nodes()).extracting(Node::name).containsExactly("gemm_0");
  }

  @Test
  void withoutBlocksTheGraphIsItself() {
    TypedGraph typed = family("vgg");
    assertThat(BlockRemoval.apply(typed, List.of())).isSameAs(typed.graph());
  }

  @Test
  void refusesBlocksThatTheGraphDoesNotHave() {
    ResidualBlock unknown = new ResidualBlock("add_9", "x", "y", List.of());
    assertThatThrownBy(() -> BlockRemoval.apply(family("vgg"), List.of(unknown)))
        .isInstanceOfSatisfying(
            EspalierException.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.INFEASIBLE_PLAN))
        .hasMessage("There is no residual block at (add_9) in the model.");
  }

  private static TypedGraph family(String family) {
    return ShapeInference.infer(
        Normalization.normalize(ConvolutionFamilies.build(family, SEED)).graph());
  }

  private static Node node(Graph graph, String name) {
    return graph.nodes().stream().filter(n -> n.name().equals(name)).findFirst().orElseThrow();
  }

  /** The graph with zeros in these of its constants, numbers that stand alone left as they are. */
  private static Graph zeroed(Graph graph, Set<String> values) {
    Map<String, Tensor> constants = new HashMap<>(graph.initializers());
    values.stream()
        .filter(constants::containsKey)
        .filter(value -> constants.get(value).elementType().isFloating())
        .filter(value -> constants.get(value).rank() > 0)
        .forEach(value -> constants.compute(value, (_, weight) -> zeros(weight)));
    return graph.withInitializers(constants);
  }

  private static Tensor zeros(Tensor weight) {
    return Tensor.ofFloats(weight.shape(), new float[(int) weight.elements()]);
  }

  private static void assertSame(Graph actual, Graph expected) {
    assertThat(OrtRun.run(actual, SEED))
        .containsExactly(OrtRun.run(expected, SEED), within(TOLERANCE));
  }
}
