package io.espalier.engine.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The expected numbers follow from the formulas in PyTorch's documentation, by hand. */
final class ScheduleFactorTest {
  private static final double TOLERANCE = 1e-9;

  @Test
  void constantStaysAtOne() {
    assertFactors(new Schedule.Constant(0), 3, 1, 1, 1);
  }

  @Test
  void warmupRisesInALine() {
    assertFactors(new Schedule.Constant(0.6), 5, 0.25, 0.5, 0.75, 1, 1);
  }

  @Test
  void cosineIsThatOfCosineAnnealing() {
    assertFactors(
        new Schedule.Cosine(0, 0), 4, 1, 0.5 + Math.sqrt(0.5) / 2, 0.5, 0.5 - Math.sqrt(0.5) / 2);
    assertFactors(new Schedule.Cosine(0, 0.2), 2, 1, 0.6);
  }

  @Test
  void cosineFollowsTheWarmup() {
    assertFactors(new Schedule.Cosine(0.5, 0), 4, 1 / 3.0, 2 / 3.0, 1, 0.5);
  }

  @Test
  void linearIsThatOfLinearLr() {
    assertFactors(new Schedule.Linear(0, 0.2), 4, 1, 0.8, 0.6, 0.4);
  }

  @Test
  void stepFallsAtItsMilestones() {
    assertFactors(
        new Schedule.Step(0, List.of(0.75, 0.5), 0.1), 8, 1, 1, 1, 1, 0.1, 0.1, 0.01, 0.01);
  }

  /** Ten steps, 0.3 of them rising: the top is at step 2, the end at step 9. */
  @Test
  void oneCycleIsThatOfOneCycleLr() {
    double[] factors = factors(new Schedule.OneCycle(0.3, 0.04, 4e-6), 10);
    assertThat(factors[0]).isCloseTo(0.04, within(TOLERANCE));
    assertThat(factors[1]).isCloseTo(0.52, within(TOLERANCE));
    assertThat(factors[2]).isCloseTo(1, within(TOLERANCE));
    assertThat(factors[3])
        .isCloseTo(4e-6 + (1 - 4e-6) / 2 * (1 + Math.cos(Math.PI / 7)), within(TOLERANCE));
    assertThat(factors[9]).isCloseTo(4e-6, within(TOLERANCE));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 7, 1000})
  void everyFactorIsPositiveAndAtMostOne(long steps) {
    for (Schedule schedule :
        List.of(
            new Schedule.Constant(0.9),
            new Schedule.Cosine(0.05, 0),
            new Schedule.Linear(0.1, 0),
            new Schedule.Step(0.01, List.of(0.0, 0.5), 0.1),
            new Schedule.OneCycle(0.3, 0.04, 4e-6),
            new Schedule.OneCycle(0, 0.04, 4e-6),
            new Schedule.OneCycle(0.999, 0.04, 4e-6))) {
      for (double factor : factors(schedule, steps)) {
        assertThat(factor).isPositive().isLessThanOrEqualTo(1 + TOLERANCE);
      }
    }
  }

  private static void assertFactors(Schedule schedule, long steps, double... expected) {
    assertThat(factors(schedule, steps)).containsExactly(expected, within(TOLERANCE));
  }

  private static double[] factors(Schedule schedule, long steps) {
    ScheduleFactor factor = new ScheduleFactor(schedule, steps);
    return LongStream.range(0, steps).mapToDouble(factor::at).toArray();
  }
}
