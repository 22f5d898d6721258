package io.espalier.method.prune.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.method.spec.prune.Budget;
import io.espalier.method.spec.prune.Flow.Iterative;
import io.espalier.method.spec.prune.Flow.Pace;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class RoundBudgetsTest {
  private static final double ROUNDING_ERROR = 1e-12;
  private static final int ROUNDS = 4;
  private static final Budget TARGET =
      new Budget(Optional.of(0.2), Optional.of(0.6), Optional.empty(), Optional.of(2.0));

  private static Budget of(Pace pace, int round) {
    Iterative flow = new Iterative(ROUNDS, pace, Optional.empty());
    return RoundBudgets.of(TARGET, flow, round, Optional.of(10.0));
  }

  @Test
  void goesTheSamePartOfTheWayInEveryRoundOrMostOfItAtFirst() {
    assertThat(of(Pace.LINEAR, 1).macs().orElseThrow()).isCloseTo(0.8, within(ROUNDING_ERROR));
    assertThat(of(Pace.LINEAR, 3).latencyMillis().orElseThrow())
        .isCloseTo(4, within(ROUNDING_ERROR));
    double cubic = 0.2 + 0.8 * Math.pow(1 - 1.0 / ROUNDS, 3);
    assertThat(of(Pace.CUBIC, 1).macs().orElseThrow()).isCloseTo(cubic, within(ROUNDING_ERROR));
  }

  @ParameterizedTest
  @EnumSource(Pace.class)
  void endsAtTheTarget(Pace pace) {
    Budget last = of(pace, ROUNDS);
    assertThat(last.macs().orElseThrow()).isCloseTo(0.2, within(ROUNDING_ERROR));
    assertThat(last.parameters().orElseThrow()).isCloseTo(0.6, within(ROUNDING_ERROR));
    assertThat(last.latencyMillis().orElseThrow()).isCloseTo(2, within(ROUNDING_ERROR));
    assertThat(last.bytes()).isEmpty();
  }
}
