package io.espalier.graph.rewrite.half;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.graph.Attribute;
import io.espalier.graph.ElementType;
import io.espalier.graph.GraphText;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.Tensor;
import io.espalier.graph.rewrite.Rewrite;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What goes to 16 bits and what keeps 32. */
class HalfPrecisionTest {
  private final NetworkBuilder network = new NetworkBuilder("g", 1);
  private final String x = network.input("x", 4);

  @Test
  void castsAtTheBordersOnly() {
    network.output(network.relu(network.linear(x, 4, 3)), 3);
    Rewrite rewrite = HalfPrecision.of(network.build());
    assertThat(rewrite.changes()).containsExactly("Brought 2 nodes to 16 bits.");
    assertThat(GraphText.of(rewrite.graph()))
        .isEqualTo(
            """
            graph g(x: float[batch,4]) -> (relu_1_out: float[batch,3])
              linear0.weight.half: float16[3,4]
              linear0.bias.half: float16[3]
              x.half = Cast(x) {to=10}
              gemm_0_out.half = Gemm(x.half, linear0.weight.half, linear0.bias.half) {transB=1}
              relu_1_out.half = Relu(gemm_0_out.half)
              relu_1_out = Cast(relu_1_out.half) {to=1}
            """);
  }

  @Test
  void keepsWhatMayOverflowBetweenTwoCasts() {
    String hidden = network.relu(x);
    String power = network.op("Pow", hidden, network.constant("c", Tensor.scalar(2)));
    network.output(network.relu(network.op("Add", power, hidden)), 4);
    Rewrite rewrite = HalfPrecision.of(network.build());
    assertThat(rewrite.changes())
        .containsExactly(
            "Brought 3 nodes to 16 bits.",
            "Kept the Pow (pow_1) in 32 bits: its result may exceed 65504.");
    assertThat(GraphText.of(rewrite.graph()))
        .contains(
            "relu_0_out = Cast(relu_0_out.half) {to=1}",
            "pow_1_out = Pow(relu_0_out, c)",
            "pow_1_out.half = Cast(pow_1_out) {to=10}",
            "Add(pow_1_out.half, relu_0_out.half)");
  }

  @Test
  void keepsASquare() {
    network.output(network.op("Mul", x, x), 4);
    assertThat(HalfPrecision.of(network.build()).changes())
        .contains("Kept the Mul (mul_0) in 32 bits: its result may exceed 65504.");
  }

  @Test
  void keepsConstantsThatDoNotFit() {
    String large = network.op("Mul", x, network.constant("large", Tensor.scalar(-1e9f)));
    String small = network.op("Add", large, network.constant("small", Tensor.scalar(1e-12f)));
    String infinite = network.constant("infinite", Tensor.scalar(Float.NEGATIVE_INFINITY));
    network.output(network.op("Max", small, infinite), 4);
    assertThat(HalfPrecision.of(network.build()).changes())
        .containsExactly(
            "Brought 1 nodes to 16 bits.",
            "Kept the Mul (mul_0) in 32 bits: its constant (large) does not fit 16 bits.",
            "Kept the Add (add_1) in 32 bits: its constant (small) does not fit 16 bits.");
  }

  @Test
  void castsBehindATransposeOfAnInput() {
    NetworkBuilder tokens = new NetworkBuilder("g", 1);
    Map<String, Attribute> turn = Map.of("perm", Attribute.ofInts(1, 0, 2));
    String turned = tokens.op("Transpose", turn, tokens.input("x", 5, 6));
    String product = tokens.op("MatMul", turned, tokens.weight("w", 6, 3));
    tokens.output(tokens.op("Transpose", turn, product), 5, 3);
    assertThat(GraphText.of(HalfPrecision.of(tokens.build()).graph()))
        .contains(
            "transpose_0_out = Transpose(x) {perm=[1, 0, 2]}",
            "transpose_0_out.half = Cast(transpose_0_out) {to=10}",
            "transpose_2_out.half = Transpose(matmul_1_out.half)");
  }

  @Test
  void keepsRecurrentLayers() {
    String steps = network.op("Unsqueeze", x, network.constant("axis", Tensor.vector(1)));
    Map<String, Attribute> width = Map.of("hidden_size", Attribute.of(3L));
    network.op(
        "LSTM", 3, width, steps, network.weight("w", 1, 12, 4), network.weight("r", 1, 12, 3));
    assertThat(HalfPrecision.of(network.build()).changes())
        .anyMatch(change -> change.startsWith("Kept the LSTM (lstm_1) in 32 bits"));
  }

  @Test
  void keepsTheScalesOfAResize() {
    String scales = network.constant("scales", Tensor.ofFloats(new long[] {2}, 1, 2));
    network.output(network.op("Resize", x, "", scales), 8);
    assertThat(GraphText.of(HalfPrecision.of(network.build()).graph()))
        .contains("scales: float[2]", "Resize(x.half, , scales)");
  }

  @Test
  void keepsIntegersAndTheirCasts() {
    Map<String, Attribute> toFloat = Map.of("to", Attribute.of(1L));
    String extent = network.op("Cast", toFloat, network.op("Shape", x));
    String sum = network.op("ReduceMean", extent);
    network.output(network.op("Mul", x, sum), 4);
    assertThat(GraphText.of(HalfPrecision.of(network.build()).graph()))
        .contains("cast_1_out = Cast(shape_0_out) {to=1}", "Mul(x.half, reducemean_2_out.half)");
  }

  @Test
  void keepsWhatAnUnknownOperatorReads() {
    network.op("FromElsewhere", network.relu(x));
    assertThat(GraphText.of(HalfPrecision.of(network.build()).graph()))
        .contains("relu_0_out = Cast(relu_0_out.half)", "FromElsewhere(relu_0_out)");
  }

  @Test
  void keepsInputsThatAreReturnedAndSharedConstants() {
    String shared = network.constant("shared", Tensor.ofFloats(new long[] {4}, 1, 2, 3, 4));
    String power = network.op("Pow", x, shared);
    network.output(network.op("Add", power, shared), 4).output(x, 4);
    Rewrite rewrite = HalfPrecision.of(network.build());
    assertThat(rewrite.graph().initializers().get("shared").elementType())
        .isEqualTo(ElementType.FLOAT);
    assertThat(rewrite.graph().initializers().get("shared.half").elementType())
        .isEqualTo(ElementType.FLOAT16);
  }
}
