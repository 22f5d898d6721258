package io.espalier.job.run;

import io.espalier.engine.bench.Latency;
import io.espalier.graph.Tensor;
import java.util.List;

/**
 * What one model did in one runtime.
 *
 * @param outputs on the samples every model of the job is given
 */
record Observation(List<Tensor> outputs, Latency latency) {
  Observation {
    outputs = List.copyOf(outputs);
  }
}
