package io.espalier.report;

import io.espalier.engine.bench.Latency;
import io.espalier.method.CostTotals;
import java.util.List;
import java.util.Optional;

/**
 * The figures of one model.
 *
 * @param bytes size of the ONNX file
 * @param latency one entry for each runtime it was measured in
 * @param accuracy empty when no labelled data were given
 */
public record ModelFigures(
    long parameters,
    long macs,
    long flops,
    long bytes,
    List<Latency> latency,
    Optional<MeasuredAccuracy> accuracy) {
  public ModelFigures {
    latency = List.copyOf(latency);
  }

  /** With another accuracy. */
  public ModelFigures with(Optional<MeasuredAccuracy> measured) {
    return new ModelFigures(parameters, macs, flops, bytes, latency, measured);
  }

  public static ModelFigures of(
      CostTotals cost, long fileBytes, List<Latency> latency, Optional<MeasuredAccuracy> accuracy) {
    return new ModelFigures(
        cost.parameters(), cost.macs(), cost.flops(), fileBytes, latency, accuracy);
  }
}
