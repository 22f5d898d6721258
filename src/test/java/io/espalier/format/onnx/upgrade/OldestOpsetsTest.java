package io.espalier.format.onnx.upgrade;

import static io.espalier.format.onnx.upgrade.UpgradeCheck.floats;
import static io.espalier.format.onnx.upgrade.UpgradeCheck.read;
import static io.espalier.format.onnx.upgrade.UpgradeCheck.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.format.onnx.OnnxModelBuilder;
import io.espalier.graph.Attribute;
import io.espalier.graph.ElementType;
import io.espalier.graph.Tensor;
import io.espalier.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Opsets before 7, which ONNX Runtime no longer runs; only the graphs are compared. */
class OldestOpsetsTest {
  private static final Attribute YES = Attribute.of(1L);

  @Test
  void alignsAConstantAtItsAxis() {
    OnnxModelBuilder model =
        unary(6, "Add", Map.of("broadcast", YES, "axis", YES), "w").initializer("w", floats(3));
    assertThat(read(model)).isEqualTo("y = Add(x, n_aligned)");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -3, 1})
  void alignsAComputedValueAtItsAxis(long axis) {
    OnnxModelBuilder model =
        unary(6, "Mul", Map.of("broadcast", YES, "axis", Attribute.of(axis)), "z")
            .input("z", ElementType.FLOAT, axis == 1 ? "3" : "2");
    assertThat(read(model))
        .isEqualTo(
            """
            n_Unsqueeze_out = Unsqueeze(z, n_Unsqueeze_axes)
            y = Mul(x, n_Unsqueeze_out)\
            """);
  }

  @Test
  void keepsABroadcastThatIsAlignedAtTheEnd() {
    Map<String, Attribute> aligned = Map.of("broadcast", YES, "axis", Attribute.of(2L));
    assertThat(read(unary(6, "Sub", aligned, "w").initializer("w", floats(4))))
        .isEqualTo("y = Sub(x, w)");
    assertThat(read(unary(6, "Sub", Map.of("broadcast", YES), "w").initializer("w", floats(4))))
        .isEqualTo("y = Sub(x, w)");
    assertThat(read(unary(6, "Sub", Map.of(), "w").initializer("w", floats(2, 3, 4))))
        .isEqualTo("y = Sub(x, w)");
  }

  @Test
  void refusesABroadcastBeyondTheLastAxis() {
    Map<String, Attribute> beyond = Map.of("broadcast", YES, "axis", Attribute.of(2L));
    assertRefused(unary(6, "Add", beyond, "w").initializer("w", floats(4, 5)));
  }

  @Test
  void leavesTheBroadcastOfOpset7Alone() {
    assertThat(read(unary(7, "Add", Map.of(), "w").initializer("w", floats(4))))
        .isEqualTo("y = Add(x, w)");
  }

  @Test
  void putsTheSlopesOfPReluOnTheChannels() {
    assertThat(read(unary(6, "PRelu", Map.of(), "w").initializer("w", floats(3))))
        .isEqualTo("y = PRelu(x, n_aligned)");
    assertThat(read(unary(6, "PRelu", Map.of(), "w").initializer("w", floats(1))))
        .isEqualTo("y = PRelu(x, w)");
    assertThat(read(unary(7, "PRelu", Map.of(), "w").initializer("w", floats(4))))
        .isEqualTo("y = PRelu(x, w)");
  }

  @Test
  void forgetsThatAnOperatorDoesNotTrain() {
    assertThat(read(unary(6, "Dropout", Map.of("is_test", YES)))).isEqualTo("y = Dropout(x)");
    assertThat(read(batchNormalization(Map.of("is_test", YES, "spatial", YES))))
        .isEqualTo("y = BatchNormalization(x, v, v, v, v)");
  }

  @Test
  void refusesAnOperatorThatTrains() {
    assertRefused(unary(6, "Dropout", Map.of()));
    assertRefused(batchNormalization(Map.of("is_test", Attribute.of(0L))));
  }

  @Test
  void forgetsTheBroadcastOfGemm() {
    OnnxModelBuilder model =
        new OnnxModelBuilder(6)
            .input("x", ElementType.FLOAT, "2", "3")
            .initializer("w", floats(3, 4))
            .initializer("b", floats(4))
            .node("n", "Gemm", List.of("x", "w", "b"), List.of("y"), Map.of("broadcast", YES))
            .output("y", ElementType.FLOAT, "2", "4");
    assertThat(read(model)).isEqualTo("y = Gemm(x, w, b)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Relu", "Exp", "Sigmoid", "Sum"})
  void forgetsWhichInputsWereConsumed(String operator) {
    assertThat(read(unary(1, operator, Map.of("consumed_inputs", Attribute.ofInts(0)))))
        .isEqualTo("y = %s(x)".formatted(operator));
  }

  @Test
  void writesOldDefaultsOut() {
    assertThat(read(unary(1, "Selu", Map.of())))
        .isEqualTo("y = Selu(x) {alpha=1.6732, gamma=1.0507}");
    assertThat(read(unary(6, "Selu", Map.of()))).isEqualTo("y = Selu(x)");
    assertThat(read(unary(3, "Concat", Map.of(), "x"))).isEqualTo("y = Concat(x, x) {axis=1}");
    assertThat(read(unary(3, "Concat", Map.of("axis", Attribute.of(2L)), "x")))
        .isEqualTo("y = Concat(x, x) {axis=2}");
  }

  @Test
  void readsTheTypeOfACastByName() {
    assertThat(read(unary(5, "Cast", Map.of("to", Attribute.of("FLOAT")))))
        .isEqualTo("y = Cast(x) {to=1}");
    assertRefused(unary(5, "Cast", Map.of("to", Attribute.of("REAL"))));
  }

  @Test
  void givesReshapeItsShapeAsInput() {
    assertThat(read(unary(4, "Reshape", Map.of("shape", Attribute.ofInts(6, 4)))))
        .isEqualTo("y = Reshape(x, n_shape)");
  }

  @Test
  void renamesThePaddings() {
    assertThat(read(unary(1, "Pad", Map.of("paddings", Attribute.ofInts(0, 0, 1, 0, 0, 1)))))
        .isEqualTo("y = Pad(x, n_pads)");
    assertRefused(unary(1, "Pad", Map.of()));
  }

  @Test
  void takesWholeExponentsOnly() {
    assertThat(read(unary(1, "GlobalLpPool", Map.of("p", Attribute.of(3f)))))
        .isEqualTo("y = GlobalLpPool(x) {p=3}");
    assertRefused(unary(1, "GlobalLpPool", Map.of("p", Attribute.of(2.5f))));
  }

  @Test
  void turnsTwoScalesOfUpsampleIntoFour() {
    OnnxModelBuilder model =
        new OnnxModelBuilder(1)
            .input("x", ElementType.FLOAT, "1", "2", "3", "4")
            .node(
                "n",
                "Upsample",
                List.of("x"),
                List.of("y"),
                Map.of("height_scale", Attribute.of(2f), "width_scale", Attribute.of(3f)))
            .output("y", ElementType.FLOAT, "1", "2", "6", "12");
    assertThat(read(model)).startsWith("y = Resize(x, , n_scales)");
    assertRefused(unary(1, "Upsample", Map.of()));
  }

  @Test
  void repeatsOneAxisOfATile() {
    OnnxModelBuilder model =
        unary(1, "Tile", Map.of(), "tiles", "axis")
            .initializer("tiles", Tensor.scalar(3))
            .initializer("axis", Tensor.scalar(1));
    assertThat(read(model)).isEqualTo("y = Tile(x, n_repeats)");
    assertRefused(
        unary(1, "Tile", Map.of(), "tiles", "axis")
            .initializer("tiles", Tensor.scalar(3))
            .initializer("axis", Tensor.scalar(3)));
  }

  @Test
  void refusesASplitOfComputedSizes() {
    assertRefused(unary(1, "Split", Map.of(), "sizes").initializer("sizes", floats(2)));
    assertThat(read(unary(1, "Split", Map.of("split", Attribute.ofInts(2)))))
        .isEqualTo("y = Split(x, n_split)");
  }

  private static void assertRefused(OnnxModelBuilder model) {
    assertThat(refused(model)).extracting(Problem::code).containsOnly("onnx-upgrade");
  }

  private static OnnxModelBuilder unary(
      long opset, String operator, Map<String, Attribute> attributes, String... more) {
    List<String> inputs = new ArrayList<>(List.of("x"));
    inputs.addAll(List.of(more));
    return new OnnxModelBuilder(opset)
        .input("x", ElementType.FLOAT, "2", "3", "4")
        .node("n", operator, inputs, List.of("y"), attributes)
        .output("y", ElementType.FLOAT, "", "", "");
  }

  private static OnnxModelBuilder batchNormalization(Map<String, Attribute> attributes) {
    return new OnnxModelBuilder(6)
        .input("x", ElementType.FLOAT, "2", "3", "4")
        .initializer("v", floats(3))
        .node("n", "BatchNormalization", List.of("x", "v", "v", "v", "v"), List.of("y"), attributes)
        .output("y", ElementType.FLOAT, "2", "3", "4");
  }
}
