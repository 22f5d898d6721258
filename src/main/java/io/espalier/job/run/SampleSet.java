package io.espalier.job.run;

import io.espalier.dataset.Batch;
import io.espalier.dataset.Batches;
import io.espalier.engine.bench.SampleInputs;
import io.espalier.engine.evaluate.FixedBatchModel;
import io.espalier.graph.Dim;
import io.espalier.graph.Graph;
import io.espalier.graph.Tensor;
import io.espalier.graph.ValueInfo;
import java.util.Map;
import java.util.Optional;

/**
 * The inputs that the outputs of two models are compared on.
 *
 * @param origin what they are, in words a report can print
 * @param inputs a tensor for each graph input, by name
 */
record SampleSet(String origin, Map<String, Tensor> inputs) {
  private static final int RANDOM_SAMPLES = 2;
  private static final int LABELLED_SAMPLES = 64;

  SampleSet {
    inputs = Map.copyOf(inputs);
  }

  /**
   * The first samples of what the model is measured on, or seeded random inputs where it is not.
   *
   * @param extents values of symbolic extents other than the batch
   */
  static SampleSet of(
      Graph graph, Map<String, Long> extents, long seed, Optional<JobData.Measured> measured) {
    return measured
        .map(data -> ofSamples(graph.inputs().getFirst(), data))
        .orElseGet(() -> random(graph, extents, seed));
  }

  private static SampleSet ofSamples(ValueInfo input, JobData.Measured data) {
    Dim batch = input.type().dim(0);
    int count = batch.isKnown() ? (int) batch.size() : LABELLED_SAMPLES;
    try (Batches batches = data.batches(count);
        Batch first = batches.next()) {
      return new SampleSet(
          "the first %d of: %s".formatted(first.size(), data.describe()),
          Map.of(input.name(), copy(first.inputs(), batch)));
    }
  }

  /** Outlives the batch, and is as large as a model of one batch size wants it. */
  private static Tensor copy(Tensor samples, Dim batch) {
    int size = (int) (batch.isKnown() ? batch.size() : samples.dim(0));
    return FixedBatchModel.filled(samples, size);
  }

  private static SampleSet random(Graph graph, Map<String, Long> extents, long seed) {
    return new SampleSet(
        "random numbers, normally distributed, seed %d".formatted(seed),
        new SampleInputs(RANDOM_SAMPLES, extents).draw(graph, seed));
  }
}
