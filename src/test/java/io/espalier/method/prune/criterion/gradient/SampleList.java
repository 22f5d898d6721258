package io.espalier.method.prune.criterion.gradient;

import io.espalier.dataset.Batch;
import io.espalier.dataset.Batches;
import io.espalier.dataset.CalibrationData;
import io.espalier.dataset.DatasetSummary;
import io.espalier.dataset.DatasetTask;
import io.espalier.dataset.Preprocessing;
import io.espalier.dataset.TrainingData;
import io.espalier.dataset.augment.Augmentation;
import io.espalier.engine.TensorBatch;
import io.espalier.method.TrainingSamples;
import io.espalier.method.prune.criterion.gradient.HandwrittenNetwork.Sample;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** A data set of these samples. */
record SampleList(List<Sample> samples) implements TrainingSamples {
  @Override
  public DatasetSummary summary() {
    return new DatasetSummary(
        "list",
        DatasetTask.CLASSIFICATION,
        List.of("a", "b", "c"),
        new LinkedHashMap<>(),
        Optional.empty(),
        List.of(),
        Preprocessing.NONE,
        List.of());
  }

  @Override
  public TrainingData training(
      int batchSize, double validationShare, List<Augmentation> augmentations, long seed) {
    throw new AssertionError("A criterion trains nothing.");
  }

  @Override
  public CalibrationData calibration(int first, int count, int batchSize, long seed) {
    List<Sample> part = samples.subList(first, Math.min(samples.size(), first + count));
    return new CalibrationData() {
      @Override
      public int samples() {
        return part.size();
      }

      @Override
      public Batches pass() {
        return new ListBatches(
            IntStream.range(0, (part.size() + batchSize - 1) / batchSize)
                .mapToObj(
                    b -> part.subList(b * batchSize, Math.min(part.size(), (b + 1) * batchSize)))
                .iterator());
      }
    };
  }

  private record ListBatches(Iterator<List<Sample>> parts) implements Batches {
    @Override
    public boolean hasNext() {
      return parts.hasNext();
    }

    @Override
    public Batch next() {
      List<Sample> part = parts.next();
      return new TensorBatch(Sample.inputs(part), Sample.labels(part));
    }

    @Override
    public void close() {}
  }
}
