package io.espalier.job.run;

import io.espalier.engine.bench.Latency;
import io.espalier.graph.Tensor;
import io.espalier.report.MeasuredAccuracy;
import java.util.List;
import java.util.Optional;

/**
 * What one model did in one runtime.
 *
 * @param outputs on the samples every model of the job is given
 * @param accuracy empty when the job names no data set
 */
record Observation(List<Tensor> outputs, Latency latency, Optional<MeasuredAccuracy> accuracy) {
  Observation {
    outputs = List.copyOf(outputs);
  }
}
