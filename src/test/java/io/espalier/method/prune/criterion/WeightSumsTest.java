package io.espalier.method.prune.criterion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.graph.Tensor;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WeightSumsTest {
  private static final double SUM_TOLERANCE = 1e-9;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void equalsANaiveSumOnEveryAxis(int axis) {
    Tensor weight = random(5, 3, 2, 4);
    double[] naive = naive(weight, axis);
    for (SortedSet<Integer> axes : List.of(axes(axis), axes(0, 1, 2, 3))) {
      WeightSums sums = WeightSums.of(weight, axes, Math::abs);
      for (int i = 0; i < naive.length; i++) {
        assertThat(sums.at(axis, new int[] {i})).isCloseTo(naive[i], within(SUM_TOLERANCE));
      }
    }
  }

  @Test
  void addsThePositionsOfAChannel() {
    Tensor weight = Tensor.ofFloats(new long[] {4, 2}, 1, 2, 3, 4, 5, 6, 7, 8);
    WeightSums sums = WeightSums.of(weight, axes(0), Norm.L2.term());
    assertThat(sums.at(0, new int[] {0, 2})).isEqualTo(1 + 4 + 25 + 36);
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void seesAnElementThatIsNotFinite(float bad) {
    DoubleUnaryOperator term = Norm.L1.term();
    Tensor weight = Tensor.ofFloats(new long[] {2, 2}, 1, 2, bad, 4);
    assertThat(WeightSums.of(weight, axes(0), term).isFinite()).isFalse();
    Tensor good = Tensor.ofFloats(new long[] {2, 2}, 1, 2, 3, Float.MAX_VALUE);
    assertThat(WeightSums.of(good, axes(0), term).isFinite()).isTrue();
  }

  @Test
  void combinesTwoArraysElementByElement() {
    Tensor weight = random(5, 3, 2, 4);
    Tensor values = Tensor.ofFloats(new long[] {5, 3, 2, 4}, weight.toFloats());
    WeightSums sums = WeightSums.of(weight, values, axes(0, 1), (w, v) -> w * v);
    WeightSums squares = WeightSums.of(weight, axes(0, 1), Norm.L2.term());
    int[] all = {0, 1, 2};
    assertThat(sums.at(1, all)).isCloseTo(squares.at(1, all), within(SUM_TOLERANCE));
    assertThat(sums.at(0, all)).isCloseTo(squares.at(0, all), within(SUM_TOLERANCE));
  }

  private static SortedSet<Integer> axes(Integer... axes) {
    return new TreeSet<>(List.of(axes));
  }

  private static double[] naive(Tensor weight, int axis) {
    double[] sums = new double[(int) weight.dim(axis)];
    int[] index = new int[4];
    int linear = 0;
    for (index[0] = 0; index[0] < weight.dim(0); index[0]++) {
      for (index[1] = 0; index[1] < weight.dim(1); index[1]++) {
        for (index[2] = 0; index[2] < weight.dim(2); index[2]++) {
          for (index[3] = 0; index[3] < weight.dim(3); index[3]++) {
            sums[index[axis]] += Math.abs(weight.doubleAt(linear++));
          }
        }
      }
    }
    return sums;
  }

  private static Tensor random(long... shape) {
    Random random = new Random(1);
    float[] values = new float[120];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.ofFloats(shape, values);
  }
}
