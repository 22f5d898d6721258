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
   * Sums {@code term(w)} over everything but one axis, for each of the axes.
   *
   * @param axes ascending, at least one
   */
  static WeightSums of(Tensor weight, int[] axes, DoubleUnaryOperator term) {
    double[][] sums = new double[weight.rank()][];
    for (int axis : axes) {
      sums[axis] = new double[Math.toIntExact(weight.dim(axis))];
    }
    long[] strides = Arrays.stream(axes).mapToLong(axis -> stride(weight, axis)).toArray();
    long inner = strides[strides.length - 1];
    long elements = weight.elements();
    boolean finite = true;
    for (long start = 0; start < elements; start += inner) {
      double sum = runSum(weight, start, inner, term);
      finite &= Double.isFinite(sum);
      for (int a = 0; a < axes.length; a++) {
        double[] axisSums = sums[axes[a]];
        axisSums[(int) (start / strides[a] % axisSums.length)] += sum;
      }
    }
    return new WeightSums(sums, finite);
  }

  private static double runSum(Tensor weight, long start, long length, DoubleUnaryOperator term) {
    double sum = 0;
    for (long i = start; i < start + length; i++) {
      sum += term.applyAsDouble(weight.doubleAt(i));
    }
    return sum;
  }

  /** False when an element is NaN or infinite, or so large that its sum is. */
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
