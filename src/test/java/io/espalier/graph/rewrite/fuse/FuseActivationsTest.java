package io.espalier.graph.rewrite.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.graph.Attribute;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.Tensor;
import io.espalier.graph.rewrite.Pass;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** GELU, SiLU and hard-swish in the ways that exporters spell them. */
class FuseActivationsTest {
  private static final float ROOT_HALF = 0.70710677f;
  private static final float ROOT_TWO = 1.4142135f;
  private static final float TANH_SCALE = 0.7978846f;

  private final NetworkBuilder network = new NetworkBuilder("g", 1);
  private final String x = network.input("x", 4, 3);

  /** Orders of the factors x, one half and the gate. */
  private static Stream<Integer> orders() {
    return IntStream.range(0, 4).boxed();
  }

  @ParameterizedTest
  @MethodSource("orders")
  void fusesGeluOfErf(int order) {
    String argument =
        order % 2 == 0
            ? network.op("Div", x, scalar(ROOT_TWO))
            : network.op("Mul", scalar(ROOT_HALF), x);
    String gate = network.op("Add", network.op("Erf", argument), scalar(1));
    String gelu = gated(order, gate);
    network.output(gelu, 4, 3);
    assertThat(FusionCheck.fused(new FuseGelu(), network.build()))
        .isEqualTo(
            """
            graph g(x: float[batch,4,3]) -> (%1$s: float[batch,4,3])
              %1$s = Gelu(x) {approximate="none"}
            """
                .formatted(gelu));
  }

  @ParameterizedTest
  @MethodSource("orders")
  void fusesGeluOfTanh(int order) {
    String argument = order % 2 == 0 ? addedArgument(order) : factoredArgument();
    String gate = network.op("Add", scalar(1), network.op("Tanh", argument));
    network.output(gated(order, gate), 4, 3);
    assertThat(FusionCheck.fused(new FuseGelu(), network.build()))
        .contains("= Gelu(x) {approximate=\"tanh\"}")
        .doesNotContain("Tanh(", "Mul(", "Add(");
  }

  @Test
  void leavesAGeluAloneWhoseInnerValueIsAnOutput() {
    String erf = network.op("Erf", network.op("Div", x, scalar(ROOT_TWO)));
    network.output(gated(0, network.op("Add", erf, scalar(1))), 4, 3).output(erf, 4, 3);
    assertUnchanged(new FuseGelu());
  }

  @Test
  void leavesAGeluAloneWhoseInnerValueIsReadElsewhere() {
    String erf = network.op("Erf", network.op("Div", x, scalar(ROOT_TWO)));
    String gelu = gated(0, network.op("Add", erf, scalar(1)));
    network.output(network.op("Add", gelu, erf), 4, 3);
    assertUnchanged(new FuseGelu());
  }

  @Test
  void leavesOtherConstantsAlone() {
    String erf = network.op("Erf", network.op("Div", x, scalar(1.4f)));
    network.output(gated(0, network.op("Add", erf, scalar(1))), 4, 3);
    assertUnchanged(new FuseGelu());
  }

  @Test
  void leavesAProductOfDifferentValuesAlone() {
    String other = network.input("y", 4, 3);
    String erf = network.op("Erf", network.op("Div", other, scalar(ROOT_TWO)));
    network.output(gated(0, network.op("Add", erf, scalar(1))), 4, 3);
    assertUnchanged(new FuseGelu());
  }

  @Test
  void leavesAConstantAloneThatMakesTheResultLarger() {
    String erf = network.op("Erf", network.op("Div", x, scalar(ROOT_TWO)));
    String gate = network.op("Add", erf, scalar(1));
    String half = network.constant("half", Tensor.ofFloats(new long[] {1, 1, 1, 1}, 0.5f));
    network.output(network.op("Mul", network.op("Mul", x, gate), half), 1, 4, 3);
    assertThat(new FuseGelu().apply(network.build()).changes()).isEmpty();
  }

  @Test
  void fusesSwish() {
    network.output(network.op("Mul", network.op("Sigmoid", x), x), 4, 3);
    assertThat(FusionCheck.fused(new FuseSwish(), network.build()))
        .isEqualTo(
            """
            graph g(x: float[batch,4,3]) -> (mul_1_out: float[batch,4,3])
              mul_1_out = Swish(x) {alpha=1.0}
            """);
  }

  @Test
  void leavesAGateOfAnotherValueAlone() {
    String gate = network.op("Sigmoid", network.input("y", 4, 3));
    network.output(network.op("Mul", gate, x), 4, 3);
    assertUnchanged(new FuseSwish());
  }

  @Test
  void leavesASigmoidAloneThatIsReadElsewhere() {
    String gate = network.op("Sigmoid", x);
    network.output(network.op("Add", gate, network.op("Mul", gate, x)), 4, 3);
    assertUnchanged(new FuseSwish());
  }

  @Test
  void leavesAValueOfUnknownShapeAlone() {
    String unknown = network.op("FromElsewhere", x);
    network.op("Mul", network.op("Sigmoid", unknown), unknown);
    assertUnchanged(new FuseSwish());
  }

  @Test
  void fusesTheHardSwishOfPaddle() {
    network.output(network.op("Div", network.op("Mul", x, relu6(3, 6)), scalar(6)), 4, 3);
    assertThat(FusionCheck.fused(new FuseHardSwish(), network.build()))
        .isEqualTo(
            """
            graph g(x: float[batch,4,3]) -> (div_3_out: float[batch,4,3])
              div_3_out = HardSwish(x)
            """);
  }

  @Test
  void fusesOtherOrdersOfHardSwish() {
    String first = network.op("Mul", x, network.op("Div", relu6(3, 6), scalar(6)));
    String gate = network.op("Clip", network.op("Add", scalar(3), first), scalar(0), scalar(6));
    String second = network.op("Mul", network.op("Mul", gate, scalar(1 / 6f)), first);
    network.output(second, 4, 3);
    assertThat(FusionCheck.fused(new FuseHardSwish(), network.build()))
        .contains("= HardSwish(x)", "= HardSwish(mul_3_out)")
        .doesNotContain("Clip(");
  }

  @Test
  void fusesAProductWithAHardSigmoid() {
    Map<String, Attribute> slope = Map.of("alpha", Attribute.of(0.1666667f));
    network.output(network.op("Mul", x, network.op("HardSigmoid", slope, x)), 4, 3);
    assertThat(FusionCheck.fused(new FuseHardSwish(), network.build())).contains("= HardSwish(x)");
  }

  @Test
  void leavesAHardSigmoidOfAnotherSlopeAlone() {
    network.output(network.op("Mul", x, network.op("HardSigmoid", x)), 4, 3);
    assertUnchanged(new FuseHardSwish());
  }

  @Test
  void leavesOtherBoundsAlone() {
    network.output(network.op("Div", network.op("Mul", x, relu6(3, 5)), scalar(6)), 4, 3);
    assertUnchanged(new FuseHardSwish());
  }

  @Test
  void leavesAClipAloneThatIsReadElsewhere() {
    String clip = relu6(3, 6);
    String swish = network.op("Div", network.op("Mul", x, clip), scalar(6));
    network.output(network.op("Add", swish, clip), 4, 3);
    assertUnchanged(new FuseHardSwish());
  }

  private void assertUnchanged(Pass pass) {
    FusionCheck.assertUnchanged(pass, network.build());
  }

  private String relu6(float shift, float most) {
    return network.op("Clip", network.op("Add", x, scalar(shift)), scalar(0), scalar(most));
  }

  private String gated(int order, String gate) {
    String half = scalar(0.5f);
    return switch (order) {
      case 0 -> network.op("Mul", network.op("Mul", x, gate), half);
      case 1 -> network.op("Mul", network.op("Mul", half, x), gate);
      case 2 -> network.op("Mul", x, network.op("Mul", half, gate));
      default -> network.op("Mul", half, network.op("Mul", x, gate));
    };
  }

  /** The sum of x and its cube, scaled. */
  private String addedArgument(int order) {
    String cube =
        order == 0
            ? network.op("Pow", x, scalar(3))
            : network.op("Mul", x, network.op("Mul", x, x));
    String cubic = network.op("Mul", cube, scalar(0.044715f));
    return network.op("Mul", scalar(TANH_SCALE), network.op("Add", x, cubic));
  }

  /** x times the sum of 1 and its square, scaled. */
  private String factoredArgument() {
    String cubic = network.op("Mul", network.op("Mul", scalar(0.044715f), x), x);
    String scaled = network.op("Mul", x, scalar(TANH_SCALE));
    return network.op("Mul", scaled, network.op("Add", scalar(1), cubic));
  }

  private String scalar(float value) {
    return network.constant("c" + value, Tensor.scalar(value));
  }
}
