package io.espalier.format.onnx;

import io.espalier.format.UniqueNames;
import io.espalier.graph.Dim;
import io.espalier.graph.ValueInfo;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives every anonymous extent a symbol of its own: {@code batch} for the first axis of the first
 * input that needs one, else the value's name and the axis, such as {@code x_2}.
 */
final class DimNames {
  private static final String BATCH = "batch";

  private final UniqueNames symbols = new UniqueNames();

  /** Knows the symbols that the given values declare. */
  DimNames(List<ValueInfo> inputs, List<ValueInfo> outputs) {
    inputs.forEach(this::take);
    outputs.forEach(this::take);
  }

  List<ValueInfo> inputs(List<ValueInfo> inputs) {
    return inputs.stream().map(input -> named(input, true)).toList();
  }

  List<ValueInfo> others(List<ValueInfo> values) {
    return values.stream().map(value -> named(value, false)).toList();
  }

  private ValueInfo named(ValueInfo value, boolean isInput) {
    List<Dim> dims = new ArrayList<>(value.type().shape());
    for (int axis = 0; axis < dims.size(); axis++) {
      if (dims.get(axis).equals(ValueDecoder.ANONYMOUS)) {
        dims.set(axis, Dim.symbol(fresh(value.name(), axis, isInput)));
      }
    }
    return new ValueInfo(value.name(), value.type().withShape(dims));
  }

  private String fresh(String value, int axis, boolean isInput) {
    return isInput && axis == 0 && symbols.take(BATCH) ? BATCH : symbols.fresh(value + "_" + axis);
  }

  private void take(ValueInfo value) {
    value.type().shape().forEach(dim -> symbols.takeAll(dim.factors()));
  }
}
