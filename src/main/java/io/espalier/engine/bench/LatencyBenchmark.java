package io.espalier.engine.bench;

import io.espalier.engine.RunnableModel;
import io.espalier.engine.RuntimeInfo;
import io.espalier.graph.Tensor;
import java.util.Arrays;
import java.util.Map;
import java.util.function.LongSupplier;

/** Measures the latency of a model by running it again and again on the same inputs. */
public final class LatencyBenchmark {
  private static final double NANOS_PER_MILLI = 1e6;

  private final LatencySettings settings;
  private final LongSupplier nanoTime;

  /**
   * A benchmark that reads time from a given clock.
   *
   * @param nanoTime monotonic nanoseconds, such as {@code System::nanoTime}
   */
  public LatencyBenchmark(LatencySettings settings, LongSupplier nanoTime) {
    this.settings = settings;
    this.nanoTime = nanoTime;
  }

  public Latency measure(RunnableModel model, Map<String, Tensor> inputs) {
    for (int i = 0; i < settings.warmupRuns(); i++) {
      model.run(inputs);
    }
    long[] nanos = timedRuns(model, inputs);
    Arrays.sort(nanos);
    RuntimeInfo runtime = model.runtime();
    return new Latency(
        runtime.name(),
        runtime.version(),
        runtime.device(),
        runtime.threads(),
        settings.warmupRuns(),
        nanos.length,
        batch(inputs),
        percentile(nanos, 0.50),
        percentile(nanos, 0.95));
  }

  private long[] timedRuns(RunnableModel model, Map<String, Tensor> inputs) {
    long[] nanos = new long[settings.maximumRuns()];
    long first = nanoTime.getAsLong();
    long start = first;
    int runs = 0;
    while (runs < settings.minimumRuns()
        || (runs < settings.maximumRuns() && (start - first) < budgetNanos())) {
      model.run(inputs);
      long end = nanoTime.getAsLong();
      nanos[runs++] = end - start;
      start = end;
    }
    return Arrays.copyOf(nanos, runs);
  }

  private double budgetNanos() {
    return settings.budgetMillis() * NANOS_PER_MILLI;
  }

  private static int batch(Map<String, Tensor> inputs) {
    return inputs.values().stream()
        .filter(tensor -> tensor.rank() > 0)
        .findFirst()
        .map(tensor -> Math.toIntExact(tensor.dim(0)))
        .orElse(1);
  }

  /** The smallest time that at least this share of the runs did not exceed (nearest rank). */
  private static double percentile(long[] sortedNanos, double share) {
    int rank = (int) Math.ceil(share * sortedNanos.length);
    return sortedNanos[rank - 1] / NANOS_PER_MILLI;
  }
}
