package io.espalier.method.prune.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.graph.Graph;
import io.espalier.method.prune.latency.TimeBudget.Measured;
import io.espalier.method.prune.latency.TimeBudget.Proposal;
import io.espalier.problem.EspalierException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TimeBudgetTest {
  private static final double ASKED = 10;
  private static final double ROUNDING_ERROR = 1e-9;

  private final List<Double> budgets = new ArrayList<>();

  /** A cut that takes so many times what it was predicted to take. */
  private Measured<Double> meet(double factor, double least) {
    return TimeBudget.meet(
        ASKED,
        budget -> {
          budgets.add(budget);
          return new Proposal<>(budget, named(Math.max(least, budget)), budget);
        },
        graph -> factor * Double.parseDouble(graph.name()));
  }

  private static Graph named(double millis) {
    return new Graph(
        Double.toString(millis), List.of(), List.of(), List.of(), Map.of(), Map.of(), Map.of());
  }

  @Test
  void takesTheFirstCutThatIsFastEnough() {
    Measured<Double> met = meet(1.04, 0);
    assertThat(met.cut()).isEqualTo(ASKED);
    assertThat(met.measured()).isCloseTo(10.4, within(ROUNDING_ERROR));
    assertThat(budgets).hasSize(1);
  }

  @Test
  void tightensTheBudgetByAsMuchAsThePredictionWasTooLow() {
    Measured<Double> met = meet(1.6, 0);
    assertThat(met.predicted()).isCloseTo(ASKED / 1.6, within(ROUNDING_ERROR));
    assertThat(met.measured()).isCloseTo(ASKED, within(ROUNDING_ERROR));
    assertThat(budgets).hasSize(2);
  }

  @Test
  void tellsTheLeastThatWasReachedAfterThreeTightenings() {
    assertThatThrownBy(() -> meet(1, 12))
        .isInstanceOf(EspalierException.class)
        .hasMessageContaining("12.000 ms");
    assertThat(budgets).hasSize(4).isSortedAccordingTo((a, b) -> Double.compare(b, a));
  }
}
