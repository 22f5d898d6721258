package io.espalier.method.prune.criterion;

import io.espalier.graph.Tensor;
import java.util.Arrays;
import java.util.SortedSet;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * Sums over the positions of some axes of one weight, taken in a single pass over its elements.
 *
 * <p>The weight may lie in a mapped file; it is read in order, one block at a time.
 */
public final class WeightSums {
  private static final int BLOCK_ELEMENTS = 1 << 14;

  private final double[][] byAxis;
  private boolean finite = true;

  private WeightSums(double[][] byAxis) {
    this.byAxis = byAxis;
  }

  /** Consecutive elements of an array, row-major. */
  @FunctionalInterface
  interface Elements {
    void copyTo(double[] target, long start, int count);
  }

  /**
   * Sums {@code term(w)} over everything but one axis, for each of the axes.
   *
   * @param axes at least one
   */
  static WeightSums of(Tensor weight, SortedSet<Integer> axes, DoubleUnaryOperator term) {
    return of(weight, weight::copyTo, axes, term);
  }

  /**
   * Sums {@code term(w, v)} likewise.
   *
   * @param values of the shape of the weight
   */
  public static WeightSums of(
      Tensor weight, Tensor values, SortedSet<Integer> axes, DoubleBinaryOperator term) {
    double[] others = new double[BLOCK_ELEMENTS];
    Elements terms =
        (target, start, count) -> {
          weight.copyTo(target, start, count);
          for (int done = 0; done < count; done += others.length) {
            int some = Math.min(others.length, count - done);
            values.copyTo(others, start + done, some);
            for (int i = 0; i < some; i++) {
              target[done + i] = term.applyAsDouble(target[done + i], others[i]);
            }
          }
        };
    return of(weight, terms, axes, element -> element);
  }

  private static WeightSums of(
      Tensor weight, Elements elements, SortedSet<Integer> along, DoubleUnaryOperator term) {
    double[][] sums = new double[weight.rank()][];
    int[] axes = along.stream().mapToInt(Integer::intValue).toArray();
    for (int axis : axes) {
      sums[axis] = new double[Math.toIntExact(weight.dim(axis))];
    }
    WeightSums result = new WeightSums(sums);
    long[] strides = Arrays.stream(axes).mapToLong(axis -> stride(weight, axis)).toArray();
    int inner = Math.max(1, Math.toIntExact(strides[strides.length - 1]));
    long[] runs = Arrays.stream(strides).map(stride -> stride / inner).toArray();
    long[] left = runs.clone();
    int[] at = new int[axes.length];
    double[] block = new double[Math.max(inner, BLOCK_ELEMENTS / inner * inner)];
    for (long start = 0; start < weight.elements(); start += block.length) {
      int count = (int) Math.min(block.length, weight.elements() - start);
      elements.copyTo(block, start, count);
      for (int run = 0; run < count; run += inner) {
        result.add(runSum(block, run, inner, term), axes, at, left, runs);
      }
    }
    return result;
  }

  /** Adds the sum of the next run of elements to where each axis stands. */
  private void add(double sum, int[] axes, int[] at, long[] left, long[] runs) {
    finite &= Double.isFinite(sum);
    for (int a = 0; a < axes.length; a++) {
      double[] axisSums = byAxis[axes[a]];
      axisSums[at[a]] += sum;
      if (--left[a] == 0) {
        left[a] = runs[a];
        at[a] = at[a] + 1 == axisSums.length ? 0 : at[a] + 1;
      }
    }
  }

  private static double runSum(double[] block, int from, int length, DoubleUnaryOperator term) {
    double sum = 0;
    for (int i = from; i < from + length; i++) {
      sum += term.applyAsDouble(block[i]);
    }
    return sum;
  }

  /** False when an element is NaN or infinite, or so large that its sum is. */
  public boolean isFinite() {
    return finite;
  }

  /** The sum at some positions of an axis that was asked for. */
  public double at(int axis, int[] positions) {
    return Arrays.stream(positions).mapToDouble(position -> byAxis[axis][position]).sum();
  }

  private static long stride(Tensor weight, int axis) {
    long[] shape = weight.shape();
    return Arrays.stream(shape, axis + 1, shape.length).reduce(1, Math::multiplyExact);
  }
}
