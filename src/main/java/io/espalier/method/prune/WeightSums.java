package io.espalier.method.prune;

import io.espalier.graph.Tensor;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * Sums over the positions of some axes of one weight, taken in a single pass over its elements.
 *
 * <p>The weight may lie in a mapped file; it is read in order and never copied.
 */
final class WeightSums {
  private final double[][] byAxis;
  private final boolean finite;

  private WeightSums(double[][] byAxis, boolean finite) {
    this.byAxis = byAxis;
    this.finite = finite;
  }

  /**
   * Sums {@code term(scale · w)} over everything but one axis, for each of the axes.
   *
   * @param axes ascending, at least one
   * @param rowScales a factor for each position of axis 0
   */
  static WeightSums of(Tensor weight, int[] axes, double[] rowScales, DoubleUnaryOperator term) {
    double[][] sums = new double[weight.rank()][];
    for (int axis : axes) {
      sums[axis] = new double[Math.toIntExact(weight.dim(axis))];
    }
    long inner = stride(weight, axes[axes.length - 1]);
    long[] strides = Arrays.stream(axes).mapToLong(axis -> stride(weight, axis)).toArray();
    long rowStride = stride(weight, 0);
    boolean finite = true;
    for (long start = 0; start < weight.elements(); start += inner) {
      double sum = 0;
      double scale = rowScales[(int) (start / rowStride)];
      for (long i = start; i < start + inner; i++) {
        double element = weight.doubleAt(i);
        finite &= Double.isFinite(element);
        sum += term.applyAsDouble(scale * element);
      }
      for (int a = 0; a < axes.length; a++) {
        double[] axisSums = sums[axes[a]];
        axisSums[(int) (start / strides[a] % axisSums.length)] += sum;
      }
    }
    return new WeightSums(sums, finite);
  }

  /** False when an element is NaN or infinite. */
  boolean isFinite() {
    return finite;
  }

  /** The sum at some positions of an axis that was asked for. */
  double at(int axis, int[] positions) {
    return Arrays.stream(positions).mapToDouble(position -> byAxis[axis][position]).sum();
  }

  private static long stride(Tensor weight, int axis) {
    long[] shape = weight.shape();
    return Arrays.stream(shape, axis + 1, shape.length).reduce(1, Math::multiplyExact);
  }
}
