package io.espalier.format.onnx;

import io.espalier.format.onnx.wire.WireReader;
import io.espalier.graph.Attribute;
import io.espalier.graph.ElementType;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/** Turns a Constant node into the tensor it produces. */
final class ConstantNodes {
  static final String OPERATOR = "Constant";
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final Decoding decoding;

  ConstantNodes(Decoding decoding) {
    this.decoding = decoding;
  }

  /** The tensor, or empty after a problem was reported. */
  Optional<Tensor> value(Node node, WireReader in) {
    if (node.outputs().size() != 1 || node.attributes().size() != 1) {
      decoding.report(
          in,
          "onnx-bad-constant",
          "The Constant node (%s) must have one output and one attribute.",
          node.name());
      return Optional.empty();
    }
    Attribute attribute = node.attributes().values().iterator().next();
    Optional<Tensor> value = tensor(attribute);
    if (value.isEmpty()) {
      decoding.report(
          in,
          "onnx-unsupported",
          "The Constant node (%s) holds no numbers; only numeric constants are read.",
          node.name());
    }
    return value;
  }

  private Optional<Tensor> tensor(Attribute attribute) {
    return switch (attribute) {
      case Attribute.TensorValue(Tensor value) -> Optional.of(value);
      case Attribute.IntValue(long value) -> Optional.of(ints(List.of(value)).withShape());
      case Attribute.FloatValue(float value) -> Optional.of(floats(List.of(value)).withShape());
      case Attribute.IntList(List<Long> values) -> Optional.of(ints(values));
      case Attribute.FloatList(List<Float> values) -> Optional.of(floats(values));
      case Attribute.StringValue _,
          Attribute.StringList _,
          Attribute.GraphValue _,
          Attribute.GraphList _ ->
          Optional.empty();
    };
  }

  private Tensor ints(List<Long> values) {
    MemorySegment bytes = allocate((long) Long.BYTES * values.size());
    for (int i = 0; i < values.size(); i++) {
      bytes.setAtIndex(LONG, i, values.get(i));
    }
    return Tensor.of(ElementType.INT64, new long[] {values.size()}, bytes);
  }

  private Tensor floats(List<Float> values) {
    MemorySegment bytes = allocate((long) Float.BYTES * values.size());
    for (int i = 0; i < values.size(); i++) {
      bytes.setAtIndex(FLOAT, i, values.get(i));
    }
    return Tensor.of(ElementType.FLOAT, new long[] {values.size()}, bytes);
  }

  private MemorySegment allocate(long bytes) {
    Arena arena = decoding.arena();
    return arena.allocate(bytes, Long.BYTES);
  }
}
