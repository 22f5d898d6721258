package io.espalier.method.prune.criterion.data;

import io.espalier.dataset.Batch;
import io.espalier.dataset.Batches;
import io.espalier.dataset.CalibrationData;
import io.espalier.dataset.DatasetSummary;
import io.espalier.dataset.DatasetTask;
import io.espalier.dataset.Preprocessing;
import io.espalier.dataset.TrainingData;
import io.espalier.dataset.augment.Augmentation;
import io.espalier.graph.Tensor;
import io.espalier.method.TrainingSamples;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Samples that are at hand, in batches of a size of their own; whoever reads their targets fails.
 *
 * @param inputs all samples
 */
record FixedSamples(Tensor inputs, int batchSize, DatasetTask task) implements TrainingSamples {
  @Override
  public DatasetSummary summary() {
    return new DatasetSummary(
        "test",
        task,
        List.of(),
        new LinkedHashMap<>(),
        Optional.empty(),
        List.of(),
        Preprocessing.NONE,
        List.of());
  }

  @Override
  public TrainingData training(
      int batchSize, double validationShare, List<Augmentation> augmentations, long seed) {
    throw new AssertionError("Measuring trains nothing.");
  }

  @Override
  public CalibrationData calibration(int first, int count, int ignored, long seed) {
    int size = (int) Math.min(inputs.dim(0) - first, count);
    return new CalibrationData() {
      @Override
      public int samples() {
        return size;
      }

      @Override
      public Batches pass() {
        return new Pass(
            IntStream.iterate(first, at -> at < first + size, at -> at + batchSize)
                .mapToObj(at -> batch(at, Math.min(at + batchSize, first + size)))
                .iterator());
      }
    };
  }

  private Batch batch(int from, int to) {
    return new Unlabelled(inputs.gather(0, IntStream.range(from, to).toArray()));
  }

  private record Unlabelled(Tensor inputs) implements Batch {
    @Override
    public Tensor targets() {
      throw new AssertionError("Labels must not be read.");
    }

    @Override
    public void close() {}
  }

  private record Pass(Iterator<Batch> batches) implements Batches {
    @Override
    public boolean hasNext() {
      return batches.hasNext();
    }

    @Override
    public Batch next() {
      return batches.next();
    }

    @Override
    public void close() {}
  }
}
