package io.espalier.conformance;

import io.espalier.graph.ElementType;
import io.espalier.graph.Tensor;
import java.util.Arrays;
import java.util.Optional;

/**
 * Compares outputs as the ONNX project's own runner does: floating elements within a tolerance, all
 * others exactly; types and shapes are equal, and one NaN is like another. The runner knows no
 * bfloat16 and takes the tolerance of its bits.
 */
final class Comparison {
  static final double RELATIVE_TOLERANCE = 1e-3;
  static final double ABSOLUTE_TOLERANCE = 1e-7;

  private Comparison() {}

  /** The first difference; empty when there is none. */
  static Optional<String> difference(Tensor expected, Tensor actual) {
    if (expected.elementType() != actual.elementType()
        || !Arrays.equals(expected.shape(), actual.shape())) {
      return Optional.of("the output is %s and must be %s".formatted(actual, expected));
    }
    for (long i = 0; i < expected.elements(); i++) {
      if (!alike(expected, actual, i)) {
        return Optional.of(
            "element %d of %s is %s and must be %s"
                .formatted(i, expected, text(actual, i), text(expected, i)));
      }
    }
    return Optional.empty();
  }

  private static boolean alike(Tensor expected, Tensor actual, long index) {
    if (expected.elementType() == ElementType.BFLOAT16
        && close(bits(expected).longAt(index), bits(actual).longAt(index))) {
      return true;
    }
    return expected.elementType().isFloating()
        ? close(expected.doubleAt(index), actual.doubleAt(index))
        : expected.longAt(index) == actual.longAt(index);
  }

  private static Tensor bits(Tensor tensor) {
    return Tensor.of(ElementType.UINT16, tensor.shape(), tensor.bytes());
  }

  private static boolean close(double expected, double actual) {
    return Double.compare(expected, actual) == 0
        || Math.abs(expected - actual)
            <= ABSOLUTE_TOLERANCE + RELATIVE_TOLERANCE * finite(expected);
  }

  /** An infinity is close to nothing but itself. */
  private static double finite(double expected) {
    return Double.isFinite(expected) ? Math.abs(expected) : 0;
  }

  private static String text(Tensor tensor, long index) {
    return tensor.elementType().isFloating()
        ? Double.toString(tensor.doubleAt(index))
        : Long.toString(tensor.longAt(index));
  }
}
