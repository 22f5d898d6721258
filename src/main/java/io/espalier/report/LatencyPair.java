package io.espalier.report;

import io.espalier.engine.bench.Latency;
import java.util.List;

/** Latency before and after in the same runtime on the same device. */
record LatencyPair(Latency before, Latency after) {

  static List<LatencyPair> pairs(ModelFigures before, ModelFigures after) {
    return before.latency().stream()
        .flatMap(
            old ->
                after.latency().stream()
                    .filter(now -> isSameSetting(old, now))
                    .limit(1)
                    .map(now -> new LatencyPair(old, now)))
        .toList();
  }

  private static boolean isSameSetting(Latency one, Latency other) {
    return one.runtime().equals(other.runtime())
        && one.version().equals(other.version())
        && one.device().equals(other.device())
        && one.threads() == other.threads()
        && one.batch() == other.batch();
  }
}
