package io.espalier.format.onnx.upgrade;

import static io.espalier.format.onnx.upgrade.UpgradeCheck.doubles;
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

class MovedAttributesTest {
  private static final Map<String, Tensor> FEED = Map.of("x", floats(2, 3, 4));

  @Test
  void givesClipItsBoundsAsInputs() {
    assertThat(
            upgraded(
                unary(10, "Clip", Map.of("min", Attribute.of(-1f), "max", Attribute.of(1.5f))),
                FEED))
        .isEqualTo("y = Clip(x, n_min, n_max)");
  }

  @Test
  void leavesOutTheBoundThatClipDoesNotHave() {
    assertThat(upgraded(unary(7, "Clip", Map.of("max", Attribute.of(1f))), FEED))
        .isEqualTo("y = Clip(x, , n_max)");
    assertThat(upgraded(unary(7, "Clip", Map.of("min", Attribute.of(0f))), FEED))
        .isEqualTo("y = Clip(x, n_min)");
    assertThat(upgraded(unary(7, "Clip", Map.of()), FEED)).isEqualTo("y = Clip(x)");
  }

  @Test
  void castsBoundsWhereTheModelKnowsOtherFloats() {
    OnnxModelBuilder model =
        new OnnxModelBuilder(10)
            .input("x", ElementType.DOUBLE, "5")
            .node("n", "Clip", List.of("x"), List.of("y"), Map.of("min", Attribute.of(0.5f)))
            .output("y", ElementType.DOUBLE, "5");
    assertThat(read(model))
        .isEqualTo("n_CastLike_out = CastLike(n_min, x)\ny = Clip(x, n_CastLike_out)");
    OnnxModelBuilder padded =
        new OnnxModelBuilder(10)
            .input("x", ElementType.DOUBLE, "5")
            .node(
                "n",
                "Pad",
                List.of("x"),
                List.of("y"),
                Map.of("pads", Attribute.ofInts(1, 2), "value", Attribute.of(0.5f)))
            .output("y", ElementType.DOUBLE, "8");
    assertThat(upgraded(padded, Map.of("x", doubles(5))))
        .isEqualTo("n_CastLike_out = CastLike(n_value, x)\ny = Pad(x, n_pads, n_CastLike_out)");
  }

  @Test
  void leavesClipOfOpset11Alone() {
    OnnxModelBuilder model =
        new OnnxModelBuilder(11)
            .input("x", ElementType.FLOAT, "2", "3", "4")
            .initializer("low", Tensor.scalar(0))
            .node("n", "Clip", List.of("x", "low"), List.of("y"))
            .output("y", ElementType.FLOAT, "2", "3", "4");
    assertThat(upgraded(model, FEED)).isEqualTo("y = Clip(x, low)");
  }

  @Test
  void givesSliceItsRangesAsInputs() {
    Map<String, Attribute> attributes = new LinkedHashMap<>();
    attributes.put("axes", Attribute.ofInts(1, 2));
    attributes.put("starts", Attribute.ofInts(1, -3));
    attributes.put("ends", Attribute.ofInts(9, -1));
    assertThat(upgraded(unary(9, "Slice", attributes), FEED))
        .isEqualTo("y = Slice(x, n_starts, n_ends, n_axes)");
    attributes.remove("axes");
    assertThat(upgraded(unary(9, "Slice", attributes), FEED))
        .isEqualTo("y = Slice(x, n_starts, n_ends)");
  }

  @Test
  void leavesSliceOfOpset10Alone() {
    OnnxModelBuilder model =
        new OnnxModelBuilder(10)
            .input("x", ElementType.FLOAT, "2", "3", "4")
            .initializer("from", Tensor.vector(1))
            .initializer("to", Tensor.vector(2))
            .node("n", "Slice", List.of("x", "from", "to"), List.of("y"))
            .output("y", ElementType.FLOAT, "", "", "");
    assertThat(upgraded(model, FEED)).isEqualTo("y = Slice(x, from, to)");
  }

  @Test
  void givesTopKItsCountAsInput() {
    assertThat(upgraded(topK(9, List.of("x"), Map.of("k", Attribute.of(2L))), FEED))
        .isEqualTo("y, indices = TopK(x, n_k)");
  }

  @Test
  void leavesTopKOfOpset10Alone() {
    OnnxModelBuilder model =
        topK(10, List.of("x", "two"), Map.of()).initializer("two", Tensor.vector(2));
    assertThat(upgraded(model, FEED)).isEqualTo("y, indices = TopK(x, two)");
  }

  @Test
  void givesPadItsPadsAsInputs() {
    Attribute pads = Attribute.ofInts(0, 1, 2, 0, 0, 1);
    assertThat(upgraded(unary(10, "Pad", Map.of("pads", pads)), FEED))
        .isEqualTo("y = Pad(x, n_pads)");
    Map<String, Attribute> attributes = Map.of("pads", pads, "value", Attribute.of(2.5f));
    assertThat(upgraded(unary(10, "Pad", attributes), FEED))
        .isEqualTo("y = Pad(x, n_pads, n_value)");
    Map<String, Attribute> mirrored =
        Map.of("pads", Attribute.ofInts(0, 1, 2, 0, 0, 1), "mode", Attribute.of("reflect"));
    assertThat(upgraded(unary(10, "Pad", mirrored), FEED))
        .isEqualTo("y = Pad(x, n_pads) {mode=\"reflect\"}");
  }

  @Test
  void leavesPadOfOpset11Alone() {
    OnnxModelBuilder model =
        new OnnxModelBuilder(11)
            .input("x", ElementType.FLOAT, "2", "3", "4")
            .initializer("pads", Tensor.vector(0, 0, 1, 0, 0, 1))
            .node("n", "Pad", List.of("x", "pads"), List.of("y"))
            .output("y", ElementType.FLOAT, "", "", "");
    assertThat(upgraded(model, FEED)).isEqualTo("y = Pad(x, pads)");
  }

  @Test
  void givesReduceSumItsAxesAsInput() {
    assertThat(upgraded(unary(12, "ReduceSum", Map.of("axes", Attribute.ofInts(0, -1))), FEED))
        .isEqualTo("y = ReduceSum(x, n_axes)");
    assertThat(upgraded(unary(12, "ReduceSum", Map.of("keepdims", Attribute.of(1L))), FEED))
        .isEqualTo("y = ReduceSum(x) {keepdims=1}");
  }

  @Test
  void leavesOtherReductionsAlone() {
    assertThat(upgraded(unary(12, "ReduceMean", Map.of("axes", Attribute.ofInts(1))), FEED))
        .isEqualTo("y = ReduceMean(x) {axes=[1]}");
  }

  @Test
  void givesSqueezeAndUnsqueezeTheirAxesAsInput() {
    OnnxModelBuilder model =
        new OnnxModelBuilder(11)
            .input("x", ElementType.FLOAT, "2", "3", "4")
            .node("u", "Unsqueeze", List.of("x"), List.of("h"), axes(0, 2))
            .node("s", "Squeeze", List.of("h"), List.of("y"), axes(0))
            .output("y", ElementType.FLOAT, "2", "1", "3", "4");
    assertThat(upgraded(model, FEED)).isEqualTo("h = Unsqueeze(x, u_axes)\ny = Squeeze(h, s_axes)");
  }

  @Test
  void leavesSqueezeOfAllAxesAlone() {
    OnnxModelBuilder model =
        new OnnxModelBuilder(11)
            .input("x", ElementType.FLOAT, "2", "1", "3")
            .node("s", "Squeeze", List.of("x"), List.of("y"))
            .output("y", ElementType.FLOAT, "2", "3");
    assertThat(upgraded(model, Map.of("x", floats(2, 1, 3)))).isEqualTo("y = Squeeze(x)");
  }

  @Test
  void givesSplitItsPartsAsInput() {
    Map<String, Attribute> parts =
        Map.of("axis", Attribute.of(2L), "split", Attribute.ofInts(1, 3));
    assertThat(upgraded(split(parts), FEED)).isEqualTo("y, z = Split(x, n_split) {axis=2}");
    assertThat(upgraded(split(Map.of("axis", Attribute.of(2L))), FEED))
        .isEqualTo("y, z = Split(x) {axis=2}");
  }

  @Test
  void givesDropoutItsRatioAsInput() {
    assertThat(upgraded(unary(11, "Dropout", Map.of("ratio", Attribute.of(0.25f))), FEED))
        .isEqualTo("y = Dropout(x, n_ratio)");
  }

  @Test
  void dropsTheMaskThatNobodyReads() {
    OnnxModelBuilder model =
        new OnnxModelBuilder(9)
            .input("x", ElementType.FLOAT, "2", "3", "4")
            .node("n", "Dropout", List.of("x"), List.of("y", "mask"))
            .output("y", ElementType.FLOAT, "2", "3", "4");
    assertThat(upgraded(model, FEED)).isEqualTo("y = Dropout(x)");
  }

  @Test
  void refusesAMaskThatIsRead() {
    OnnxModelBuilder model =
        new OnnxModelBuilder(10)
            .input("x", ElementType.FLOAT, "2")
            .node("n", "Dropout", List.of("x"), List.of("y", "mask"))
            .output("mask", ElementType.BOOL, "2");
    assertThat(refused(model)).extracting(Problem::code).containsExactly("onnx-upgrade");
  }

  @Test
  void upgradesSubgraphsToo() {
    OnnxModelBuilder branch =
        new OnnxModelBuilder(11)
            .node("b", "Unsqueeze", List.of("x"), List.of("inner"), axes(0))
            .output("inner", ElementType.FLOAT, "1", "2", "3", "4");
    OnnxModelBuilder model =
        new OnnxModelBuilder(11)
            .input("x", ElementType.FLOAT, "2", "3", "4")
            .initializer("yes", bool())
            .node("n", "If", List.of("yes"), List.of("y"))
            .output("y", ElementType.FLOAT, "1", "2", "3", "4");
    model
        .graph()
        .getNodeBuilder(0)
        .addAttribute(subgraph("then_branch", branch, "inner"))
        .addAttribute(subgraph("else_branch", branch, "other"));
    assertThat(upgraded(model, FEED)).startsWith("y = If(yes)");
  }

  private static ai.onnx.proto.OnnxMl.AttributeProto subgraph(
      String name, OnnxModelBuilder branch, String output) {
    ai.onnx.proto.OnnxMl.GraphProto.Builder graph = branch.build().getGraph().toBuilder();
    graph.getNodeBuilder(0).setOutput(0, output);
    graph.getOutputBuilder(0).setName(output);
    return ai.onnx.proto.OnnxMl.AttributeProto.newBuilder()
        .setName(name)
        .setType(ai.onnx.proto.OnnxMl.AttributeProto.AttributeType.GRAPH)
        .setG(graph)
        .build();
  }

  private static Tensor bool() {
    java.lang.foreign.MemorySegment one = java.lang.foreign.Arena.ofAuto().allocate(1);
    one.set(java.lang.foreign.ValueLayout.JAVA_BYTE, 0, (byte) 1);
    return Tensor.of(ElementType.BOOL, new long[0], one);
  }

  private static OnnxModelBuilder unary(
      long opset, String operator, Map<String, Attribute> attributes) {
    return new OnnxModelBuilder(opset)
        .input("x", ElementType.FLOAT, "2", "3", "4")
        .node("n", operator, List.of("x"), List.of("y"), attributes)
        .output("y", ElementType.FLOAT, "", "", "");
  }

  private static OnnxModelBuilder topK(
      long opset, List<String> inputs, Map<String, Attribute> attributes) {
    return new OnnxModelBuilder(opset)
        .input("x", ElementType.FLOAT, "2", "3", "4")
        .node("n", "TopK", inputs, List.of("y", "indices"), attributes)
        .output("y", ElementType.FLOAT, "2", "3", "2")
        .output("indices", ElementType.INT64, "2", "3", "2");
  }

  private static OnnxModelBuilder split(Map<String, Attribute> attributes) {
    return new OnnxModelBuilder(12)
        .input("x", ElementType.FLOAT, "2", "3", "4")
        .node("n", "Split", List.of("x"), List.of("y", "z"), attributes)
        .output("y", ElementType.FLOAT, "", "", "")
        .output("z", ElementType.FLOAT, "", "", "");
  }

  private static Map<String, Attribute> axes(long... axes) {
    return Map.of("axes", Attribute.ofInts(axes));
  }
}
