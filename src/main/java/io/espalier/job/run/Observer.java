package io.espalier.job.run;

import io.espalier.engine.RunnableModel;
import io.espalier.engine.bench.LatencyBenchmark;
import io.espalier.graph.Tensor;
import java.util.List;
import java.util.Map;

/** Gives every model of a job the same samples and the same benchmark. */
final class Observer {
  private final LatencyBenchmark benchmark;
  private final Map<String, Tensor> samples;
  private final Map<String, Tensor> single;

  /**
   * An observer of the models of one job.
   *
   * @param samples what outputs are compared on
   * @param single what latency is measured on, one sample where the batch is free
   */
  Observer(LatencyBenchmark benchmark, Map<String, Tensor> samples, Map<String, Tensor> single) {
    this.benchmark = benchmark;
    this.samples = Map.copyOf(samples);
    this.single = Map.copyOf(single);
  }

  /** The outputs on the samples alone. */
  List<Tensor> outputs(RunnableModel model) {
    return model.run(samples);
  }

  /** Outputs and latency. */
  Observation observe(RunnableModel model) {
    return new Observation(outputs(model), benchmark.measure(model, single));
  }
}
