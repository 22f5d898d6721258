package io.espalier.engine;

import io.espalier.graph.ElementType;
import io.espalier.graph.Graph;
import io.espalier.graph.Tensor;
import io.espalier.graph.TensorType;
import io.espalier.graph.ValueInfo;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Graphs and tensors of single precision in double precision, where differences are exact. */
final class DoublePrecision {
  private DoublePrecision() {}

  static Graph of(Graph graph) {
    return new Graph(
        graph.name(),
        infos(graph.inputs()),
        infos(graph.outputs()),
        graph.nodes(),
        of(graph.initializers()),
        graph.opsets(),
        graph.metadata());
  }

  static Map<String, Tensor> of(Map<String, Tensor> tensors) {
    Map<String, Tensor> wide = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> wide.put(name, of(tensor)));
    return wide;
  }

  private static List<ValueInfo> infos(List<ValueInfo> infos) {
    return infos.stream().map(info -> new ValueInfo(info.name(), of(info.type()))).toList();
  }

  private static TensorType of(TensorType type) {
    return type.elementType() == ElementType.FLOAT
        ? type.withElementType(ElementType.DOUBLE)
        : type;
  }

  private static Tensor of(Tensor tensor) {
    if (tensor.elementType() != ElementType.FLOAT) {
      return tensor;
    }
    int count = Math.toIntExact(tensor.elements());
    ByteBuffer bytes = ByteBuffer.allocate(count * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      bytes.putDouble(tensor.doubleAt(i));
    }
    return Tensor.of(ElementType.DOUBLE, tensor.shape(), MemorySegment.ofArray(bytes.array()));
  }
}
