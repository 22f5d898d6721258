package io.espalier.job.run;

import io.espalier.dataset.LabelledImages;
import io.espalier.engine.bench.SampleInputs;
import io.espalier.graph.Graph;
import io.espalier.graph.Tensor;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

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
   * The first images of the data set, or seeded random inputs where there is none.
   *
   * @param extents values of symbolic extents other than the batch
   */
  static SampleSet of(
      Graph graph, Map<String, Long> extents, long seed, Optional<LabelledImages> labelled) {
    return labelled
        .map(images -> ofImages(graph, images))
        .orElseGet(() -> random(graph, extents, seed));
  }

  private static SampleSet ofImages(Graph graph, LabelledImages labelled) {
    int count = (int) Math.min(LABELLED_SAMPLES, labelled.size());
    Tensor images = labelled.images().gather(0, IntStream.range(0, count).toArray());
    return new SampleSet(
        "the first %d of: %s".formatted(count, labelled.split()),
        Map.of(graph.inputs().getFirst().name(), images));
  }

  private static SampleSet random(Graph graph, Map<String, Long> extents, long seed) {
    return new SampleSet(
        "random numbers, normally distributed, seed %d".formatted(seed),
        new SampleInputs(RANDOM_SAMPLES, extents).draw(graph, seed));
  }
}
