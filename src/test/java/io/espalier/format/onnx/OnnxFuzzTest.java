package io.espalier.format.onnx;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import io.espalier.format.fuzz.ReaderFuzz;
import io.espalier.graph.Attribute;
import io.espalier.graph.ElementType;
import io.espalier.graph.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;

class OnnxFuzzTest extends ReaderFuzz {
  private final OnnxReader reader = new OnnxReader(OnnxLimits.standard());

  @Override
  protected String name() {
    return "onnx";
  }

  @Override
  protected List<byte[]> corpus() {
    return List.of(OnnxModelBuilder.small().bytes(), attributes(), old(), metadata());
  }

  private static byte[] attributes() {
    Map<String, Attribute> window =
        Map.of(
            "kernel_shape", Attribute.ofInts(3, 3),
            "pads", Attribute.ofInts(1, 1, 1, 1),
            "group", Attribute.of(1L));
    return new OnnxModelBuilder(17)
        .input("x", ElementType.FLOAT, "n", "1", "4", "4")
        .initializer("w", Tensor.ofFloats(new long[] {1, 1, 3, 3}, new float[9]))
        .node("c", "Conv", List.of("x", "w"), List.of("h"), window)
        .node(
            "k",
            "Constant",
            List.of(),
            List.of("shape"),
            Map.of("value", Attribute.of(Tensor.vector(0, -1))))
        .node("r", "Reshape", List.of("h", "shape"), List.of("y"))
        .output("y", ElementType.FLOAT, "n", "")
        .bytes();
  }

  /** Operators whose meaning has changed since. */
  private static byte[] old() {
    return new OnnxModelBuilder(7)
        .input("x", ElementType.FLOAT, "2", "3", "4", "4")
        .node("d", "Dropout", List.of("x"), List.of("h"), Map.of("ratio", Attribute.of(0.5f)))
        .node("s", "Softmax", List.of("h"), List.of("i"), Map.of("axis", Attribute.of(1L)))
        .node("p", "Pad", List.of("i"), List.of("j"), Map.of("pads", Attribute.ofInts(new long[8])))
        .node("q", "Squeeze", List.of("j"), List.of("k"), Map.of("axes", Attribute.ofInts(0)))
        .node("t", "Slice", List.of("j"), List.of("y"), slice())
        .output("y", ElementType.FLOAT, "", "", "", "")
        .bytes();
  }

  private static Map<String, Attribute> slice() {
    return Map.of("starts", Attribute.ofInts(0), "ends", Attribute.ofInts(1));
  }

  private static byte[] metadata() {
    OnnxModelBuilder model = OnnxModelBuilder.small();
    model
        .model()
        .addMetadataProps(StringStringEntryProto.newBuilder().setKey("author").setValue("nobody"));
    return model.bytes();
  }

  @Override
  protected List<byte[]> tokens() {
    return tokens(
        "\n",
        "\u0012",
        "\u003a",
        "\u0042",
        "\u00ff\u00ff\u00ff\u00ff\u0007",
        "\u0008\u0001",
        "\u0080\u0080\u0080\u0080\u0080\u0080\u0080\u0080\u0080\u0001",
        "Add",
        "Conv",
        "Softmax",
        "Slice",
        "Upsample",
        "Resize",
        "Loop",
        "If",
        "Constant",
        "x",
        "y",
        "h",
        "w",
        "axis",
        "axes",
        "pads",
        "kernel_shape",
        "location",
        "offset",
        "length",
        "\u0070\u0001",
        "\u000b",
        "\u000c");
  }

  @Override
  protected void read(MemorySegment file, Arena arena) {
    reader.read(file, arena);
  }
}
