package io.espalier.method.sensitivity;

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

/** Labelled samples, one in a batch. */
record TwoSamples(Tensor inputs, Tensor targets) implements TrainingSamples {
  @Override
  public DatasetSummary summary() {
    return new DatasetSummary(
        "test",
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
    throw new AssertionError("Measuring trains nothing.");
  }

  @Override
  public CalibrationData calibration(int first, int count, int batchSize, long seed) {
    return new CalibrationData() {
      @Override
      public int samples() {
        return Math.toIntExact(inputs.dim(0));
      }

      @Override
      public Batches pass() {
        return new Pass(IntStream.range(0, samples()).mapToObj(One::new).iterator());
      }
    };
  }

  private final class One implements Batch {
    private final int index;

    One(int index) {
      this.index = index;
    }

    @Override
    public Tensor inputs() {
      return inputs.gather(0, new int[] {index});
    }

    @Override
    public Tensor targets() {
      return targets.gather(0, new int[] {index});
    }

    @Override
    public void close() {}
  }

  private record Pass(Iterator<? extends Batch> batches) implements Batches {
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
