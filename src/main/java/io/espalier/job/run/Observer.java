package io.espalier.job.run;

import io.espalier.dataset.LabelledImages;
import io.espalier.engine.RunnableModel;
import io.espalier.engine.bench.Accuracy;
import io.espalier.engine.bench.LatencyBenchmark;
import io.espalier.graph.Tensor;
import io.espalier.report.MeasuredAccuracy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/** Gives every model of a job the same samples and the same benchmark. */
final class Observer {
  private static final int ACCURACY_BATCH = 100;

  private final LatencyBenchmark benchmark;
  private final Map<String, Tensor> samples;
  private final Map<String, Tensor> single;
  private final Optional<LabelledImages> labelled;

  /**
   * An observer of the models of one job.
   *
   * @param samples what outputs are compared on
   * @param single what latency is measured on, one sample where the batch is free
   */
  Observer(
      LatencyBenchmark benchmark,
      Map<String, Tensor> samples,
      Map<String, Tensor> single,
      Optional<LabelledImages> labelled) {
    this.benchmark = benchmark;
    this.samples = Map.copyOf(samples);
    this.single = Map.copyOf(single);
    this.labelled = labelled;
  }

  /** The outputs on the samples alone. */
  List<Tensor> outputs(RunnableModel model) {
    return model.run(samples);
  }

  /** Outputs and latency. */
  Observation observe(RunnableModel model) {
    return new Observation(outputs(model), benchmark.measure(model, single), Optional.empty());
  }

  /** Outputs, latency, and accuracy where the job names a data set. */
  Observation observeWithAccuracy(RunnableModel model) {
    Observation observed = observe(model);
    return new Observation(
        observed.outputs(), observed.latency(), labelled.map(images -> accuracy(model, images)));
  }

  private MeasuredAccuracy accuracy(RunnableModel model, LabelledImages images) {
    String input = single.keySet().iterator().next();
    int[] labels = LongStream.of(images.labels().toLongs()).mapToInt(Math::toIntExact).toArray();
    return MeasuredAccuracy.of(
        images.split(), Accuracy.of(model, input, images.images(), labels, ACCURACY_BATCH));
  }
}
