package io.espalier.method.prune.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

final class LatencyGridTest {
  private static final double ROUNDING_ERROR = 1e-12;
  private static final int CHANNELS = 64;
  private static final int[] POINTS = LatencyGrid.points(CHANNELS, 8, true);

  private static LatencyGrid grid(ToDoubleFunction<LayerWidths> time) {
    return new LatencyGrid(POINTS, POINTS, time);
  }

  @Test
  void measuresSharesOfTheWholeWidthInMultiplesOfTheRounding() {
    assertThat(POINTS).containsExactly(8, 16, 32, 48, 64);
    assertThat(LatencyGrid.points(20, 8, true)).containsExactly(8, 20);
    assertThat(LatencyGrid.points(3, 8, true)).containsExactly(1, 2, 3);
    assertThat(LatencyGrid.points(1000, 8, false)).containsExactly(1000);
  }

  @Test
  void isExactWhereTimeIsBilinear() {
    ToDoubleFunction<LayerWidths> time = at -> 1 + 0.5 * at.in() + at.in() * at.out();
    LatencyGrid grid = grid(time);
    for (int in = 8; in <= CHANNELS; in++) {
      for (int out = 8; out <= CHANNELS; out++) {
        LayerWidths at = new LayerWidths(in, out);
        assertThat(grid.at(at)).isCloseTo(time.applyAsDouble(at), within(1e-9));
      }
    }
  }

  @Test
  void neverFallsWithAWidthHoweverNoisyTheMeasurements() {
    Random random = new Random(5);
    LatencyGrid grid = grid(at -> at.in() * at.out() * random.nextDouble(0.2, 2));
    for (int in = 1; in <= CHANNELS; in++) {
      for (int out = 1; out <= CHANNELS; out++) {
        double here = grid.at(new LayerWidths(in, out)) + ROUNDING_ERROR;
        assertThat(grid.at(new LayerWidths(Math.max(1, in - 1), out))).isLessThanOrEqualTo(here);
        assertThat(grid.at(new LayerWidths(in, Math.max(1, out - 1)))).isLessThanOrEqualTo(here);
      }
    }
  }

  @Test
  void takesNothingAwayBelowTheNarrowestMeasured() {
    LatencyGrid grid = grid(at -> at.in() + at.out());
    assertThat(grid.at(new LayerWidths(1, 1))).isEqualTo(16);
  }
}
