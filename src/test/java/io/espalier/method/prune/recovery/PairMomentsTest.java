package io.espalier.method.prune.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PairMomentsTest {
  private static final double ROUNDING = 1e-9;
  private static final int COUNT = 1000;

  /** Far from zero, so that a sum of squares less a square of sums would lose every digit. */
  private static final double OFFSET = 1e6;

  private final double[] x = numbers(1);
  private final double[] y = numbers(2);

  private static double[] numbers(long seed) {
    Random random = new Random(seed);
    return random.doubles(COUNT).map(value -> OFFSET + value).toArray();
  }

  @Test
  void batchesOfAnySizesGiveWhatAllNumbersGive() {
    PairMoments merged = new PairMoments(2);
    int start = 0;
    for (int size : new int[] {1, 499, 0, 3, COUNT - 503}) {
      merged.add(
          1,
          Arrays.copyOfRange(x, start, start + size),
          Arrays.copyOfRange(y, start, start + size));
      start += size;
    }

    assertThat(merged.meanX(1)).isCloseTo(mean(x), within(ROUNDING));
    assertThat(merged.meanY(1)).isCloseTo(mean(y), within(ROUNDING));
    assertThat(merged.varianceX(1)).isCloseTo(variance(x), within(ROUNDING));
    assertThat(merged.varianceY(1)).isCloseTo(variance(y), within(ROUNDING));
  }

  @Test
  void theErrorOfAScaledAndMovedChannelIsThatOfItsNumbers() {
    PairMoments moments = new PairMoments(1);
    moments.add(0, x, y);
    double scale = 0.5;
    double shift = 3 - OFFSET / 2;
    double expected = 0;
    for (int i = 0; i < COUNT; i++) {
      expected += Math.pow(scale * x[i] + shift - y[i], 2) / COUNT;
    }

    assertThat(moments.squaredError(0, scale, shift) / expected).isCloseTo(1, within(ROUNDING));
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).sum() / values.length;
  }

  private static double variance(double[] values) {
    double mean = mean(values);
    return Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum()
        / values.length;
  }
}
