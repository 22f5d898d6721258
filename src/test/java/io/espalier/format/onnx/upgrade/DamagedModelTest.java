package io.espalier.format.onnx.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.onnx.proto.OnnxMl.AttributeProto;
import io.espalier.format.onnx.OnnxFiles;
import io.espalier.format.onnx.OnnxModelBuilder;
import io.espalier.graph.Attribute;
import io.espalier.graph.ElementType;
import io.espalier.graph.Graph;
import io.espalier.graph.GraphStructure;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import io.espalier.graph.TensorType;
import io.espalier.graph.ValueInfo;
import io.espalier.problem.EspalierException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Old operators with inputs, outputs and attributes that make no sense. */
class DamagedModelTest {
  private static final List<String> OPERATORS =
      List.of(
          "Affine",
          "BatchNormalization",
          "Clip",
          "ConvTranspose",
          "Dropout",
          "Gather",
          "Hardmax",
          "LogSoftmax",
          "MatMul",
          "OneHot",
          "Pad",
          "ReduceSum",
          "Reshape",
          "Resize",
          "RoiAlign",
          "Scan",
          "Scatter",
          "Slice",
          "Softmax",
          "Split",
          "Squeeze",
          "TopK",
          "Unsqueeze",
          "Upsample");
  private static final List<String> ATTRIBUTES =
      List.of(
          "axes",
          "axis",
          "ends",
          "k",
          "keepdims",
          "max",
          "min",
          "mode",
          "pads",
          "ratio",
          "scales",
          "spatial",
          "split",
          "starts",
          "to",
          "value");

  @ParameterizedTest
  @ValueSource(longs = {7, 8, 9, 10, 11, 12, 13, 16})
  void upgradesOrRefusesWhateverANodeHolds(long opset) {
    Random random = new Random(opset);
    int upgraded = 0;
    for (int i = 0; i < 1500; i++) {
      Graph graph = randomGraph(random, opset);
      Throwable thrown = catchThrowable(() -> OpsetUpgrade.upgrade(graph));
      if (thrown == null) {
        assertThat(GraphStructure.problems(OpsetUpgrade.upgrade(graph))).isEmpty();
        upgraded++;
      } else {
        assertThat(thrown).isInstanceOf(EspalierException.class);
      }
    }
    assertThat(upgraded).isPositive();
  }

  @Test
  void readsBackWhateverIsLeftOfADamagedFile() {
    byte[] good = oldModel();
    Random random = new Random(1);
    int accepted = 0;
    for (int i = 0; i < 1500; i++) {
      byte[] damaged = good.clone();
      for (int hits = 1 + random.nextInt(3); hits > 0; hits--) {
        damaged[random.nextInt(good.length)] = (byte) random.nextInt(256);
      }
      accepted += survives(damaged) ? 1 : 0;
    }
    assertThat(accepted).isPositive();
  }

  private static boolean survives(byte[] damaged) {
    List<Graph> read = new ArrayList<>();
    Throwable thrown = catchThrowable(() -> read.add(OnnxFiles.inMemory(damaged)));
    if (thrown != null) {
      assertThat(thrown).isInstanceOf(EspalierException.class);
      return false;
    }
    Graph graph = read.getFirst();
    assertThat(OnnxFiles.inMemory(OnnxFiles.bytes(graph))).isEqualTo(graph);
    return true;
  }

  private static byte[] oldModel() {
    OnnxModelBuilder model =
        new OnnxModelBuilder(9)
            .input("x", ElementType.FLOAT, "2", "3", "4")
            .initializer("scales", Tensor.ofFloats(new long[] {3}, 1, 2, 2))
            .node("c", "Clip", List.of("x"), List.of("a"), Map.of("min", Attribute.of(0f)))
            .node("p", "Pad", List.of("a"), List.of("b"), Map.of("pads", Attribute.ofInts(0, 1)))
            .node("s", "Softmax", List.of("b"), List.of("d"), Map.of("axis", Attribute.of(1L)))
            .node("d", "Dropout", List.of("d"), List.of("e", "mask"))
            .node("u", "Upsample", List.of("e", "scales"), List.of("f"))
            .node("t", "TopK", List.of("f"), List.of("g", "i"), Map.of("k", Attribute.of(2L)))
            .node("body", "Custom", List.of("g"), List.of("y"))
            .output("y", ElementType.FLOAT, "2", "3", "4");
    OnnxModelBuilder inner =
        new OnnxModelBuilder(9)
            .node("q", "Squeeze", List.of("g"), List.of("r"), Map.of("axes", Attribute.ofInts(0)))
            .output("r", ElementType.FLOAT, "2");
    model
        .graph()
        .getNodeBuilder(6)
        .addAttribute(
            AttributeProto.newBuilder()
                .setName("body")
                .setType(AttributeProto.AttributeType.GRAPH)
                .setG(inner.build().getGraph()));
    return model.bytes();
  }

  /** A sound graph of a few nodes that read and write any number of values. */
  private static Graph randomGraph(Random random, long opset) {
    List<String> values = new ArrayList<>(List.of("x", "c", ""));
    List<Node> nodes = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      List<String> inputs =
          random.ints(random.nextInt(5), 0, values.size()).mapToObj(values::get).toList();
      String stem = "v" + i + "_";
      List<String> outputs =
          IntStream.range(0, random.nextInt(4))
              .mapToObj(index -> random.nextInt(4) == 0 ? "" : stem + index)
              .toList();
      String operator = OPERATORS.get(random.nextInt(OPERATORS.size()));
      nodes.add(new Node("n" + i, "", operator, inputs, outputs, randomAttributes(random)));
      values.addAll(outputs);
    }
    ValueInfo x = new ValueInfo("x", TensorType.of(ElementType.FLOAT, 2, 3));
    return new Graph(
        "g",
        List.of(x),
        List.of(),
        nodes,
        Map.of("c", constant(random)),
        Map.of("", opset),
        Map.of());
  }

  private static Map<String, Attribute> randomAttributes(Random random) {
    Map<String, Attribute> attributes = new LinkedHashMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      attributes.put(ATTRIBUTES.get(random.nextInt(ATTRIBUTES.size())), randomAttribute(random));
    }
    return attributes;
  }

  private static Attribute randomAttribute(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> Attribute.of(random.nextLong(-3, 4));
      case 1 -> Attribute.of(random.nextFloat());
      case 2 -> Attribute.of("linear");
      case 3 -> Attribute.ofInts(random.longs(random.nextInt(4), -3, 4).toArray());
      case 4 -> new Attribute.FloatList(List.of(1f, 2f));
      default -> Attribute.of(Tensor.vector(1));
    };
  }

  private static Tensor constant(Random random) {
    ElementType[] types = {
      ElementType.FLOAT, ElementType.INT64, ElementType.UINT4, ElementType.COMPLEX64
    };
    ElementType type = types[random.nextInt(types.length)];
    byte[] bytes = new byte[(int) type.bytes(2)];
    return Tensor.of(type, new long[] {2}, java.lang.foreign.MemorySegment.ofArray(bytes));
  }
}
