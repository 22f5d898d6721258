package io.espalier.engine.train;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ObjDoubleConsumer;

/** Means of numbers over a few steps; what is not finite is left out. */
final class Measurements {
  private final Map<String, double[]> sums = new LinkedHashMap<>();

  void add(String series, double value) {
    if (Double.isFinite(value)) {
      double[] sum = sums.computeIfAbsent(series, _ -> new double[2]);
      sum[0] += value;
      sum[1]++;
    }
  }

  /** Tells the means since the last call. */
  void drain(ObjDoubleConsumer<String> tell) {
    sums.forEach((series, sum) -> tell.accept(series, sum[0] / sum[1]));
    sums.clear();
  }
}
