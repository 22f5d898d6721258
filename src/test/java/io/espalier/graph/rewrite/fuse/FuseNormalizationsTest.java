package io.espalier.graph.rewrite.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.graph.Attribute;
import io.espalier.graph.ElementType;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.Tensor;
import io.espalier.graph.rewrite.FloatingTensors;
import io.espalier.graph.rewrite.Pass;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Layer, root-mean-square and group normalisation in the ways that exporters spell them. */
class FuseNormalizationsTest {
  private static final ElementType FLOAT = ElementType.FLOAT;

  private final NetworkBuilder network = new NetworkBuilder("g", 1);
  private final String x = network.input("x", 4, 6);

  @Test
  void fusesLayerNormalization() {
    String normed = normed(centred(-1), -1, "Div");
    network.output(affine(normed), 4, 6);
    assertThat(FusionCheck.fused(new FuseLayerNormalization(), network.build()))
        .isEqualTo(
            """
            graph g(x: float[batch,4,6]) -> (add_8_out: float[batch,4,6])
              scale: float[6]
              bias: float[6]
              add_8_out = LayerNormalization(x, scale, bias) {axis=-1, epsilon=1.0E-5}
            """);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Div", "Reciprocal", "Mul", "One", "Pow"})
  void fusesEverySpelling(String spelling) {
    network.output(affine(normed(centred(-1), -1, spelling)), 4, 6);
    assertThat(FusionCheck.fused(new FuseLayerNormalization(), network.build()))
        .contains("= LayerNormalization(x, scale, bias)")
        .doesNotContain("Sub(");
  }

  @Test
  void fusesOverTwoAxesWithoutAffine() {
    network.output(normed(centred(1, 2), "Div", 1, 2), 4, 6);
    assertThat(FusionCheck.fused(new FuseLayerNormalization(), network.build()))
        .isEqualTo(
            """
            graph g(x: float[batch,4,6]) -> (div_6_out: float[batch,4,6])
              div_6.scale: float[4,6]
              div_6_out = LayerNormalization(x, div_6.scale) {axis=-2, epsilon=1.0E-5}
            """);
  }

  @Test
  void fusesMeansWhoseAxesAreAnInput() {
    String axes = network.constant("axes", Tensor.vector(-1));
    String centred = network.op("Sub", x, network.op("ReduceMean", x, axes));
    String variance = network.op("ReduceMean", network.op("Mul", centred, centred), axes);
    String deviation = network.op("Sqrt", network.op("Add", variance, scalar(1e-5f)));
    network.output(network.op("Div", centred, deviation), 4, 6);
    assertThat(
            new FuseLayerNormalization().apply(network.build().withOpsets(Map.of("", 18L))).graph())
        .satisfies(graph -> assertThat(graph.nodes()).hasSize(1));
  }

  @Test
  void takesAScaleWithAxesInFront() {
    String scale = network.constant("wide", FloatingTensors.filled(FLOAT, 0.5, 1, 1, 6));
    network.output(network.op("Mul", normed(centred(-1), -1, "Div"), scale), 4, 6);
    assertThat(FusionCheck.fused(new FuseLayerNormalization(), network.build()))
        .contains("mul_7.scale: float[6]", "LayerNormalization(x, mul_7.scale)");
  }

  @Test
  void fusesWithoutABiasThatRunsAlongAnotherAxis() {
    String bias = network.weight("tokens", 4, 6);
    String scaled = network.op("Mul", normed(centred(-1), -1, "Div"), network.positive("s", 6));
    network.output(network.op("Add", scaled, bias), 4, 6);
    assertThat(FusionCheck.fused(new FuseLayerNormalization(), network.build()))
        .contains("mul_7_out = LayerNormalization(x, s)", "= Add(mul_7_out, tokens)");
  }

  @Test
  void leavesMeansOverLeadingAxesAlone() {
    network.output(normed(centred(1), "Div", 1), 4, 6);
    assertUnchanged(new FuseLayerNormalization());
  }

  @Test
  void leavesMeansOverDifferentAxesAlone() {
    network.output(normed(centred(-1), "Div", 1, 2), 4, 6);
    assertUnchanged(new FuseLayerNormalization());
  }

  @Test
  void leavesANormalizationAloneWhoseMeanIsReadElsewhere() {
    String centred = centred(-1);
    String normed = normed(centred, -1, "Div");
    network.output(network.op("Add", normed, "reducemean_0_out"), 4, 6);
    assertUnchanged(new FuseLayerNormalization());
  }

  @Test
  void leavesAnEpsilonAloneThatIsNoConstant() {
    String centred = centred(-1);
    String variance = mean(network.op("Mul", centred, centred), -1);
    String computed = network.op("Exp", network.input("e", 1, 1));
    String deviation = network.op("Sqrt", network.op("Add", variance, computed));
    network.output(network.op("Div", centred, deviation), 4, 6);
    assertUnchanged(new FuseLayerNormalization());
  }

  @Test
  void leavesAnOddSpreadAlone() {
    String centred = centred(-1);
    String cubed = network.op("Pow", centred, scalar(4));
    String deviation = network.op("Sqrt", network.op("Add", mean(cubed, -1), scalar(1e-5f)));
    network.output(network.op("Div", centred, deviation), 4, 6);
    assertUnchanged(new FuseLayerNormalization());
  }

  @ParameterizedTest
  @ValueSource(strings = {"Div", "Reciprocal", "Mul", "One", "Pow"})
  void fusesRootMeanSquareNormalization(String spelling) {
    String normed = normed(x, -1, spelling);
    network.output(network.op("Mul", network.positive("scale", 6), normed), 4, 6);
    assertThat(FusionCheck.fused(new FuseRmsNormalization(), network.build()))
        .contains("= RMSNormalization(x, scale) {axis=-1, epsilon=1.0E-5}")
        .doesNotContain("Sqrt(", "ReduceMean(");
  }

  @Test
  void leavesARootMeanSquareAloneThatIsReadElsewhere() {
    String normed = normed(x, -1, "Div");
    network.output(network.op("Add", normed, "sqrt_3_out"), 4, 6);
    assertUnchanged(new FuseRmsNormalization());
  }

  @Test
  void leavesASumOfSquaresAlone() {
    Map<String, Attribute> last = Map.of("keepdims", Attribute.of(1L));
    String sum = network.op("ReduceSum", last, network.op("Mul", x, x), axes(-1));
    String deviation = network.op("Sqrt", network.op("Add", sum, scalar(1e-5f)));
    network.output(network.op("Div", x, deviation), 4, 6);
    assertUnchanged(new FuseRmsNormalization());
  }

  @Test
  void fusesGroupNormalization() {
    String normed = grouped(2, 0, 2, -1);
    String scaled = network.op("Mul", normed, network.positive("scale", 4, 1));
    network.output(network.op("Add", scaled, network.weight("bias", 4, 1)), 4, 6);
    assertThat(FusionCheck.fused(new FuseGroupNormalization(), network.build()))
        .isEqualTo(
            """
            graph g(x: float[batch,4,6]) -> (add_5_out: float[batch,4,6])
              add_5.scale: float[4]
              add_5.bias: float[4]
              shape_2_out = Shape(x)
              add_5_out = GroupNormalization(x, add_5.scale, add_5.bias) {epsilon=1.0E-5, num_groups=2}
            """);
  }

  @Test
  void fusesGroupNormalizationWithoutAffine() {
    network.output(grouped(2, 0, 2, -1), 4, 6);
    assertThat(FusionCheck.fused(new FuseGroupNormalization(), network.build()))
        .contains("= GroupNormalization(x, reshape_3.scale, reshape_3.bias)");
  }

  @Test
  void leavesAReshapeAcrossTheBatchAlone() {
    network.output(grouped(4, 2, 4, -1), 4, 6);
    assertUnchanged(new FuseGroupNormalization());
  }

  @Test
  void leavesGroupsAloneThatHaveAScaleOfTheirOwn() {
    network.constant("ones", FloatingTensors.filled(FLOAT, 2, 2));
    String target = network.constant("target", Tensor.vector(0, 2, -1));
    String groups = network.op("Reshape", x, target);
    String zeros = network.constant("zeros", FloatingTensors.filled(FLOAT, 0, 2));
    String normed = network.op("InstanceNormalization", groups, "ones", zeros);
    network.output(network.op("Reshape", normed, network.op("Shape", x)), 4, 6);
    assertUnchanged(new FuseGroupNormalization());
  }

  @Test
  void leavesGroupsAloneThatTakeAnotherShape() {
    String flat = network.constant("flat", Tensor.vector(0, -1));
    String target = network.constant("target", Tensor.vector(0, 2, -1));
    String ones = network.constant("ones", FloatingTensors.filled(FLOAT, 1, 2));
    String zeros = network.constant("zeros", FloatingTensors.filled(FLOAT, 0, 2));
    String normed =
        network.op("InstanceNormalization", network.op("Reshape", x, target), ones, zeros);
    network.output(network.op("Reshape", normed, flat), 24);
    assertUnchanged(new FuseGroupNormalization());
  }

  private void assertUnchanged(Pass pass) {
    FusionCheck.assertUnchanged(pass, network.build());
  }

  private String grouped(int groups, long... target) {
    String split = network.op("Reshape", x, network.constant("target", Tensor.vector(target)));
    String ones = network.constant("ones", FloatingTensors.filled(FLOAT, 1, groups));
    String zeros = network.constant("zeros", FloatingTensors.filled(FLOAT, 0, groups));
    String normed = network.op("InstanceNormalization", split, ones, zeros);
    return network.op("Reshape", normed, network.op("Shape", x));
  }

  private String centred(long... axes) {
    return network.op("Sub", x, mean(x, axes));
  }

  private String mean(String value, long... axes) {
    return network.op("ReduceMean", Map.of("axes", Attribute.ofInts(axes)), value);
  }

  private String normed(String centred, long axis, String spelling) {
    return normed(centred, spelling, axis);
  }

  private String normed(String centred, String spelling, long... axes) {
    String squared =
        spelling.equals("Mul")
            ? network.op("Mul", centred, centred)
            : network.op("Pow", centred, scalar(2));
    String shifted = network.op("Add", mean(squared, axes), scalar(1e-5f));
    if (spelling.equals("Pow")) {
      return network.op("Mul", centred, network.op("Pow", shifted, scalar(-0.5f)));
    }
    String deviation = network.op("Sqrt", shifted);
    return switch (spelling) {
      case "Div" -> network.op("Div", centred, deviation);
      case "One" -> network.op("Mul", centred, network.op("Div", scalar(1), deviation));
      default -> network.op("Mul", network.op("Reciprocal", deviation), centred);
    };
  }

  private String affine(String normed) {
    String scaled = network.op("Mul", normed, network.positive("scale", 6));
    return network.op("Add", scaled, network.weight("bias", 6));
  }

  private String axes(long... axes) {
    return network.constant("axes", Tensor.vector(axes));
  }

  private String scalar(float value) {
    return network.constant("c" + value, Tensor.scalar(value));
  }
}
