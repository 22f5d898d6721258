package io.espalier.format.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.graph.ElementType;
import io.espalier.graph.Tensor;
import java.util.Map;

/** Compares what two models returned. */
public final class TensorAssert {
  private TensorAssert() {}

  /** Same names, types and shapes; elements differ by at most the tolerance, relative to one. */
  public static void assertClose(
      Map<String, Tensor> actual, Map<String, Tensor> expected, double tolerance) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach((name, tensor) -> assertClose(name, actual.get(name), tensor, tolerance));
  }

  private static void assertClose(String name, Tensor actual, Tensor expected, double tolerance) {
    assertThat(actual.type()).as(name).isEqualTo(expected.type());
    if (expected.elementType() == ElementType.BOOL) {
      assertThat(actual).as(name).isEqualTo(expected);
      return;
    }
    for (long i = 0; i < expected.elements(); i++) {
      double value = expected.doubleAt(i);
      assertThat(actual.doubleAt(i))
          .as("%s[%d]", name, i)
          .isCloseTo(value, within(tolerance * Math.max(1, Math.abs(value))));
    }
  }
}
