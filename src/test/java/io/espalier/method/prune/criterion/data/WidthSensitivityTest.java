package io.espalier.method.prune.criterion.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class WidthSensitivityTest {
  private static final int CHANNELS = WidthSensitivity.STEPS;
  private static final double COST = 3;
  private static final List<Integer> ORDER = List.of(4, 1, 0, 7, 2, 6, 3, 5);
  private static final double[] DISTANCES = {0.1, 0.15, 0.12, 0.9, 1.0, 2.5, 2.6};

  @Test
  void thresholdLeavesTheWidthOfTheLeastDistanceAndPrice() {
    double[] scores = WidthSensitivity.slopes(ORDER, DISTANCES, COST);
    for (double price : new double[] {0.005, 0.02, 0.05, 0.09, 0.13, 0.2}) {
      long gone = Arrays.stream(scores).filter(score -> score < price).count();
      assertThat(gone % CHANNELS).isEqualTo(cheapest(price));
    }
  }

  @Test
  void orderWithinTheGroupStays() {
    double[] scores = WidthSensitivity.slopes(ORDER, DISTANCES, COST);
    for (int i = 1; i < CHANNELS; i++) {
      assertThat(scores[ORDER.get(i)]).isGreaterThan(scores[ORDER.get(i - 1)]);
    }
  }

  /** How many channels go where {@code d − price · cost · r} is least, by trying all. */
  private static int cheapest(double price) {
    int best = 0;
    double least = 0;
    double most = 0;
    for (int r = 1; r < CHANNELS; r++) {
      most = Math.max(most, DISTANCES[r - 1]);
      if (most - price * COST * r < least) {
        least = most - price * COST * r;
        best = r;
      }
    }
    return best;
  }
}
