package io.espalier.engine.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.graph.Tensor;
import java.util.Map;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class LatencyBenchmarkTest {
  private static final long MILLI = 1_000_000;
  private static final Map<String, Tensor> INPUTS =
      Map.of("x", Tensor.ofFloats(new long[] {3, 1}, 1, 2, 3));

  private final RecordedModel model = new RecordedModel(x -> x);

  @Test
  void namesRuntimeDeviceThreadsAndBatch() {
    Latency latency = measure(new LatencySettings(2, 5, 20, 300), growing());
    assertThat(latency.runtime()).isEqualTo("recorded");
    assertThat(latency.version()).isEqualTo("1");
    assertThat(latency.device()).isEqualTo("paper");
    assertThat(latency.threads()).isEqualTo(4);
    assertThat(latency.batch()).isEqualTo(3);
    assertThat(latency.warmupRuns()).isEqualTo(2);
  }

  @Test
  void takesPercentilesOfTheRunsThatCount() {
    Latency latency = measure(new LatencySettings(1, 20, 20, 1), growing());
    assertThat(latency.runs()).isEqualTo(20);
    assertThat(latency.p50Millis()).isEqualTo(10);
    assertThat(latency.p95Millis()).isEqualTo(19);
    assertThat(model.given()).hasSize(21);
  }

  @Test
  void stopsWhenTheBudgetIsSpent() {
    assertThat(measure(new LatencySettings(0, 1, 100, 300), every(50)).runs()).isEqualTo(6);
  }

  @Test
  void runsTheFewestRunsEvenBeyondTheBudget() {
    assertThat(measure(new LatencySettings(0, 5, 20, 300), every(1000)).runs()).isEqualTo(5);
  }

  @Test
  void runsNoMoreThanTheMostRunsWithinTheBudget() {
    assertThat(measure(new LatencySettings(0, 5, 20, 300), every(1)).runs()).isEqualTo(20);
  }

  @Test
  void refusesNumbersOfRunsThatAreNotInOrder() {
    assertThatThrownBy(() -> new LatencySettings(0, 5, 4, 300))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("5 to 4");
  }

  private Latency measure(LatencySettings settings, LongSupplier clock) {
    return new LatencyBenchmark(settings, clock).measure(model, INPUTS);
  }

  /** A clock on which every run takes as long. */
  private static LongSupplier every(long millis) {
    long[] now = {0};
    return () -> (now[0] += millis * MILLI) - millis * MILLI;
  }

  /** A clock on which the first run takes 1 ms, the second 2 ms and so on. */
  private static LongSupplier growing() {
    long[] state = {0, 0};
    return () -> {
      state[0] += state[1] * MILLI;
      state[1]++;
      return state[0];
    };
  }
}
