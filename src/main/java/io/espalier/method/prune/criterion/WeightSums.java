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
    Places places =
        new Places(axes, Arrays.stream(strides).map(stride -> stride / inner).toArray());
    double[] block = new double[Math.max(inner, BLOCK_ELEMENTS / inner * inner)];
    for (long start = 0; start < weight.elements(); start += block.length) {
      int count = (int) Math.min(block.length, weight.elements() - start);
      elements.copyTo(block, start, count);
      for (int run = 0; run < count; run += inner) {
        double sum = runSum(block, run, inner, term);
        result.finite &= Double.isFinite(sum);
        places.add(sum, sums);
      }
    }
    return result;
  }

  /**
   * Where runs of a row-major array stand on some axes; counted on from run to run, since dividing
   * by strides would take longer than summing.
   */
  private static final class Places {
    private final int[] axes;
    private final long[] runsAtOnePosition;
    private final long[] runs;
    private final int[] positions;

    Places(int[] axes, long[] runsAtOnePosition) {
      this.axes = axes;
      this.runsAtOnePosition = runsAtOnePosition;
      runs = new long[axes.length];
      positions = new int[axes.length];
    }

    /** Adds the sum of the next run to every axis. */
    void add(double sum, double[][] byAxis) {
      for (int a = 0; a < axes.length; a++) {
        double[] axisSums = byAxis[axes[a]];
        axisSums[positions[a]] += sum;
        if (++runs[a] == runsAtOnePosition[a]) {
          runs[a] = 0;
          positions[a] = positions[a] + 1 == axisSums.length ? 0 : positions[a] + 1;
        }
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
