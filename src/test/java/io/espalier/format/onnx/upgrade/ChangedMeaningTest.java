package io.espalier.format.onnx.upgrade;

import static io.espalier.format.onnx.upgrade.UpgradeCheck.floats;
import static io.espalier.format.onnx.upgrade.UpgradeCheck.read;
import static io.espalier.format.onnx.upgrade.UpgradeCheck.refused;
import static io.espalier.format.onnx.upgrade.UpgradeCheck.upgraded;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.format.onnx.OnnxModelBuilder;
import io.espalier.graph.Attribute;
import io.espalier.graph.ElementType;
import io.espalier.graph.Tensor;
import io.espalier.problem.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChangedMeaningTest {
  private static final Map<String, Tensor> FEED = Map.of("x", floats(2, 3, 4));

  @ParameterizedTest
  @ValueSource(strings = {"Softmax", "LogSoftmax", "Hardmax"})
  void writesOutTheFlatteningInFrontOfASoftmax(String operator) {
    assertThat(upgraded(softmax(operator, 12, Map.of()), FEED))
        .isEqualTo(
            """
            n_Shape_out = Shape(x)
            n_Flatten_out = Flatten(x) {axis=1}
            n_flat_out = %s(n_Flatten_out) {axis=-1}
            y = Reshape(n_flat_out, n_Shape_out) {allowzero=1}\
            """
                .formatted(operator));
  }

  @ParameterizedTest
  @CsvSource({"7,0", "11,0", "11,-2", "11,-3", "8,1"})
  void flattensAtAnyAxis(long opset, long axis) {
    assertThat(upgraded(softmax("Softmax", opset, Map.of("axis", Attribute.of(axis))), FEED))
        .contains("Flatten(x) {axis=%d}".formatted(axis));
  }

  @ParameterizedTest
  @CsvSource({"7,2", "11,-1", "12,2"})
  void keepsASoftmaxAlongTheLastAxis(long opset, long axis) {
    assertThat(upgraded(softmax("Softmax", opset, Map.of("axis", Attribute.of(axis))), FEED))
        .isEqualTo("y = Softmax(x) {axis=%d}".formatted(axis));
  }

  @Test
  void leavesTheSoftmaxOfOpset13Alone() {
    assertThat(upgraded(softmax("Softmax", 13, Map.of("axis", Attribute.of(1L))), FEED))
        .isEqualTo("y = Softmax(x) {axis=1}");
  }

  @Test
  void findsTheLastAxisBehindOtherNodes() {
    OnnxModelBuilder model =
        new OnnxModelBuilder(11)
            .input("x", ElementType.FLOAT, "2", "3", "4")
            .initializer("w", floats(12, 5))
            .node("f", "Flatten", List.of("x"), List.of("flat"))
            .node("m", "MatMul", List.of("flat", "w"), List.of("product"))
            .node("r", "Relu", List.of("product"), List.of("h"))
            .node("n", "Softmax", List.of("h"), List.of("y"))
            .output("y", ElementType.FLOAT, "2", "5");
    assertThat(upgraded(model, FEED)).endsWith("y = Softmax(h) {axis=1}");
  }

  @Test
  void keepsASoftmaxOverChannelsBehindAGlobalPool() {
    OnnxModelBuilder model =
        new OnnxModelBuilder(9)
            .input("x", ElementType.FLOAT, "2", "3", "4", "4")
            .node("p", "GlobalAveragePool", List.of("x"), List.of("h"))
            .node("n", "Softmax", List.of("h"), List.of("y"))
            .output("y", ElementType.FLOAT, "2", "3", "1", "1");
    assertThat(upgraded(model, Map.of("x", floats(2, 3, 4, 4))))
        .endsWith("y = Softmax(h) {axis=1}");
  }

  @Test
  void forgetsThatBatchNormalizationIsSpatial() {
    assertThat(
            upgraded(
                batchNormalization(8, Map.of("spatial", Attribute.of(1L)), List.of("y")), FEED))
        .isEqualTo("y = BatchNormalization(x, scale, bias, mean, variance)");
  }

  @Test
  void refusesBatchNormalizationPerPosition() {
    assertRefused(batchNormalization(8, Map.of("spatial", Attribute.of(0L)), List.of("y")));
  }

  @Test
  void refusesBatchNormalizationThatTrains() {
    assertRefused(batchNormalization(9, Map.of(), List.of("y", "m", "v", "saved_m", "saved_v")));
  }

  @Test
  void leavesBatchNormalizationOfOpset9Alone() {
    Map<String, Attribute> epsilon = Map.of("epsilon", Attribute.of(1e-3f));
    assertThat(upgraded(batchNormalization(9, epsilon, List.of("y")), FEED))
        .isEqualTo("y = BatchNormalization(x, scale, bias, mean, variance) {epsilon=0.001}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nearest", "linear"})
  void turnsUpsampleIntoResize(String mode) {
    Map<String, Attribute> attributes = new LinkedHashMap<>();
    attributes.put("mode", Attribute.of(mode));
    attributes.put("scales", new Attribute.FloatList(List.of(1f, 1f, 2f, 2.5f)));
    OnnxModelBuilder model =
        new OnnxModelBuilder(8)
            .input("x", ElementType.FLOAT, "1", "2", "3", "4")
            .node("n", "Upsample", List.of("x"), List.of("y"), attributes)
            .output("y", ElementType.FLOAT, "1", "2", "6", "10");
    String nearest = mode.equals("nearest") ? ", nearest_mode=\"floor\"" : "";
    assertThat(upgraded(model, Map.of("x", floats(1, 2, 3, 4))))
        .isEqualTo(
            "y = Resize(x, , n_scales) {coordinate_transformation_mode=\"asymmetric\", mode=\"%s\"%s}"
                .formatted(mode, nearest));
  }

  @Test
  void namesTheCoordinateRuleOfUpsampleAtOpset9() {
    OnnxModelBuilder model = resize(9, "Upsample", 1, 1, 3, 2);
    assertThat(upgraded(model, Map.of("x", floats(1, 2, 3, 4))))
        .isEqualTo(
            "y = Resize(x, , scales)"
                + " {coordinate_transformation_mode=\"asymmetric\", nearest_mode=\"floor\"}");
  }

  @ParameterizedTest
  @CsvSource({"2,3,floor", "0.5,0.4,ceil", "1,0.7,ceil"})
  void namesTheRoundingOfResizeAtOpset10(float height, float width, String rounding) {
    OnnxModelBuilder model = resize(10, "Resize", 1, 1, height, width);
    assertThat(upgraded(model, Map.of("x", floats(1, 2, 3, 4))))
        .isEqualTo(
            "y = Resize(x, , scales)"
                + " {coordinate_transformation_mode=\"asymmetric\", nearest_mode=\"%s\"}"
                    .formatted(rounding));
  }

  @Test
  void refusesResizeThatEnlargesAndShrinks() {
    assertRefused(resize(10, "Resize", 1, 1, 2, 0.5f));
  }

  @Test
  void omitsTheEmptyScalesOfResizeWithSizes() {
    OnnxModelBuilder model =
        new OnnxModelBuilder(11)
            .input("x", ElementType.FLOAT, "1", "2", "3", "4")
            .initializer("none", Tensor.ofFloats(new long[] {0}))
            .initializer("sizes", Tensor.vector(1, 2, 6, 9))
            .node("n", "Resize", List.of("x", "none", "none", "sizes"), List.of("y"))
            .output("y", ElementType.FLOAT, "1", "2", "6", "9");
    assertThat(upgraded(model, Map.of("x", floats(1, 2, 3, 4))))
        .isEqualTo("y = Resize(x, none, , sizes)");
  }

  @Test
  void leavesResizeWithScalesAloneFromOpset11On() {
    OnnxModelBuilder model =
        new OnnxModelBuilder(11)
            .input("x", ElementType.FLOAT, "1", "2", "3", "4")
            .initializer("none", Tensor.ofFloats(new long[] {0}))
            .initializer("scales", Tensor.ofFloats(new long[] {4}, 1, 1, 2, 2))
            .node("n", "Resize", List.of("x", "none", "scales"), List.of("y"))
            .output("y", ElementType.FLOAT, "1", "2", "6", "8");
    assertThat(upgraded(model, Map.of("x", floats(1, 2, 3, 4))))
        .isEqualTo("y = Resize(x, none, scales)");
  }

  @ParameterizedTest
  @CsvSource({"round_prefer_floor,ceil", "floor,round_prefer_ceil"})
  void saysTheCoordinateRuleThatWasRemovedByAnotherRounding(String rounding, String other) {
    assertThat(read(halfPixelForNearest(rounding)))
        .isEqualTo(
            ("y = Resize(x, none, scales) {coordinate_transformation_mode=\"half_pixel\","
                    + " nearest_mode=\"%s\"}")
                .formatted(other));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ceil", "round_prefer_ceil"})
  void refusesTheCoordinateRuleThatWasRemoved(String rounding) {
    assertRefused(halfPixelForNearest(rounding));
  }

  private static OnnxModelBuilder halfPixelForNearest(String rounding) {
    Map<String, Attribute> attributes = new LinkedHashMap<>();
    attributes.put("coordinate_transformation_mode", Attribute.of("tf_half_pixel_for_nn"));
    attributes.put("nearest_mode", Attribute.of(rounding));
    return new OnnxModelBuilder(11)
        .input("x", ElementType.FLOAT, "1", "2", "3", "4")
        .initializer("none", Tensor.ofFloats(new long[] {0}))
        .initializer("scales", Tensor.ofFloats(new long[] {4}, 1, 1, 2, 2))
        .node("n", "Resize", List.of("x", "none", "scales"), List.of("y"), attributes)
        .output("y", ElementType.FLOAT, "1", "2", "6", "8");
  }

  @Test
  void renamesScatter() {
    assertThat(upgraded(scatter(10, "Scatter"), FEED))
        .isEqualTo("y = ScatterElements(x, indices, updates) {axis=2}");
  }

  @Test
  void leavesScatterElementsAlone() {
    assertThat(upgraded(scatter(11, "ScatterElements"), FEED))
        .isEqualTo("y = ScatterElements(x, indices, updates) {axis=2}");
  }

  @Test
  void namesTheCoordinateRuleOfRoiAlign() {
    assertThat(upgraded(roiAlign(15), Map.of("x", floats(1, 2, 6, 6))))
        .isEqualTo(
            "y = RoiAlign(x, rois, batch)"
                + " {coordinate_transformation_mode=\"output_half_pixel\", output_height=2,"
                + " output_width=2}");
  }

  @Test
  void leavesRoiAlignOfOpset16Alone() {
    assertThat(upgraded(roiAlign(16), Map.of("x", floats(1, 2, 6, 6))))
        .isEqualTo("y = RoiAlign(x, rois, batch) {output_height=2, output_width=2}");
  }

  @Test
  void refusesOneHotOfIndicesThatMayBeNegative() {
    assertRefused(oneHot(10, false));
  }

  @Test
  void leavesOneHotOfConstantIndicesAlone() {
    assertThat(upgraded(oneHot(10, true), Map.of())).startsWith("y = OneHot(i, depth, values)");
  }

  @Test
  void mirrorsTheAutomaticPaddingOfConvTranspose() {
    assertThat(read(convTranspose(10, Map.of("auto_pad", Attribute.of("SAME_UPPER")))))
        .isEqualTo("y = ConvTranspose(x, w) {auto_pad=\"SAME_LOWER\"}");
    assertThat(read(convTranspose(10, Map.of("auto_pad", Attribute.of("SAME_LOWER")))))
        .isEqualTo("y = ConvTranspose(x, w) {auto_pad=\"SAME_UPPER\"}");
    assertThat(read(convTranspose(10, Map.of("output_shape", Attribute.ofInts(6, 6)))))
        .isEqualTo("y = ConvTranspose(x, w) {auto_pad=\"SAME_UPPER\", output_shape=[6, 6]}");
  }

  @Test
  void enlargesByComputedScales() {
    OnnxModelBuilder model =
        new OnnxModelBuilder(9)
            .input("x", ElementType.FLOAT, "1", "2", "3", "4")
            .input("scales", ElementType.FLOAT, "4")
            .node("n", "Upsample", List.of("x", "scales"), List.of("y"))
            .output("y", ElementType.FLOAT, "", "", "", "");
    assertThat(read(model))
        .isEqualTo(
            "y = Resize(x, , scales)"
                + " {coordinate_transformation_mode=\"asymmetric\", nearest_mode=\"floor\"}");
  }

  @Test
  void leavesPlainConvTransposeAlone() {
    Map<String, Attribute> strides = Map.of("strides", Attribute.ofInts(2, 2));
    assertThat(upgraded(convTranspose(10, strides), Map.of("x", floats(1, 2, 3, 3))))
        .isEqualTo("y = ConvTranspose(x, w) {strides=[2, 2]}");
  }

  @Test
  void refusesTheBatchedScan() {
    assertRefused(unary(8, "Scan"));
  }

  @Test
  void refusesOperatorsThatWereRemovedAndNamesThemAll() {
    OnnxModelBuilder model =
        new OnnxModelBuilder(7)
            .input("x", ElementType.FLOAT, "2")
            .node("a", "Affine", List.of("x"), List.of("h"))
            .node("b", "ScaledTanh", List.of("h"), List.of("y"))
            .output("y", ElementType.FLOAT, "2");
    assertThat(refused(model))
        .extracting(Problem::place)
        .containsExactly("model:graph.node[a]", "model:graph.node[b]");
  }

  @Test
  void leavesUnknownOperatorsAlone() {
    assertThat(UpgradeCheck.read(unary(7, "FooBarBaz"))).isEqualTo("y = FooBarBaz(x)");
  }

  @Test
  void leavesNewerOpsetsUnchanged() {
    OnnxModelBuilder model = unary(21, "Relu");
    assertThat(io.espalier.format.onnx.OnnxFiles.read(model.bytes()).graph().opset()).isEqualTo(21);
  }

  private static void assertRefused(OnnxModelBuilder model) {
    List<Problem> problems = refused(model);
    assertThat(problems).extracting(Problem::code).containsOnly("onnx-upgrade");
  }

  private static OnnxModelBuilder unary(long opset, String operator) {
    return new OnnxModelBuilder(opset)
        .input("x", ElementType.FLOAT, "2", "3", "4")
        .node("n", operator, List.of("x"), List.of("y"))
        .output("y", ElementType.FLOAT, "2", "3", "4");
  }

  private static OnnxModelBuilder softmax(
      String operator, long opset, Map<String, Attribute> attributes) {
    return new OnnxModelBuilder(opset)
        .input("x", ElementType.FLOAT, "2", "3", "4")
        .node("n", operator, List.of("x"), List.of("y"), attributes)
        .output("y", ElementType.FLOAT, "2", "3", "4");
  }

  private static OnnxModelBuilder batchNormalization(
      long opset, Map<String, Attribute> attributes, List<String> outputs) {
    return new OnnxModelBuilder(opset)
        .input("x", ElementType.FLOAT, "2", "3", "4")
        .initializer("scale", Tensor.ofFloats(new long[] {3}, 1, 2, 3))
        .initializer("bias", Tensor.ofFloats(new long[] {3}, 3, 2, 1))
        .initializer("mean", Tensor.ofFloats(new long[] {3}, 0, 1, 2))
        .initializer("variance", Tensor.ofFloats(new long[] {3}, 1, 2, 1))
        .node(
            "n",
            "BatchNormalization",
            List.of("x", "scale", "bias", "mean", "variance"),
            outputs,
            attributes)
        .output("y", ElementType.FLOAT, "2", "3", "4");
  }

  private static OnnxModelBuilder resize(long opset, String operator, float... scales) {
    return new OnnxModelBuilder(opset)
        .input("x", ElementType.FLOAT, "1", "2", "3", "4")
        .initializer("scales", Tensor.ofFloats(new long[] {4}, scales))
        .node("n", operator, List.of("x", "scales"), List.of("y"))
        .output("y", ElementType.FLOAT, "", "", "", "");
  }

  private static OnnxModelBuilder scatter(long opset, String operator) {
    return new OnnxModelBuilder(opset)
        .input("x", ElementType.FLOAT, "2", "3", "4")
        .initializer("indices", Tensor.ofLongs(new long[] {1, 1, 2}, 3, 1))
        .initializer("updates", Tensor.ofFloats(new long[] {1, 1, 2}, 30, 10))
        .node(
            "n",
            operator,
            List.of("x", "indices", "updates"),
            List.of("y"),
            Map.of("axis", Attribute.of(2L)))
        .output("y", ElementType.FLOAT, "2", "3", "4");
  }

  private static OnnxModelBuilder roiAlign(long opset) {
    return new OnnxModelBuilder(opset)
        .input("x", ElementType.FLOAT, "1", "2", "6", "6")
        .initializer("rois", Tensor.ofFloats(new long[] {1, 4}, 0.5f, 1, 4.5f, 5))
        .initializer("batch", Tensor.vector(0))
        .node(
            "n",
            "RoiAlign",
            List.of("x", "rois", "batch"),
            List.of("y"),
            Map.of("output_height", Attribute.of(2L), "output_width", Attribute.of(2L)))
        .output("y", ElementType.FLOAT, "1", "2", "2", "2");
  }

  private static OnnxModelBuilder oneHot(long opset, boolean constant) {
    OnnxModelBuilder model =
        new OnnxModelBuilder(opset)
            .initializer("depth", Tensor.ofLongs(new long[] {1}, 4))
            .initializer("values", Tensor.ofFloats(new long[] {2}, 0, 1))
            .node("n", "OneHot", List.of("i", "depth", "values"), List.of("y"))
            .output("y", ElementType.FLOAT, "2", "4");
    return constant
        ? model.initializer("i", Tensor.vector(3, 0))
        : model.input("i", ElementType.INT64, "2");
  }

  private static OnnxModelBuilder convTranspose(long opset, Map<String, Attribute> attributes) {
    return new OnnxModelBuilder(opset)
        .input("x", ElementType.FLOAT, "1", "2", "3", "3")
        .initializer("w", floats(2, 1, 3, 3))
        .node("n", "ConvTranspose", List.of("x", "w"), List.of("y"), attributes)
        .output("y", ElementType.FLOAT, "", "", "", "");
  }
}
