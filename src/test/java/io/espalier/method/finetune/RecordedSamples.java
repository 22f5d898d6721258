package io.espalier.method.finetune;

import io.espalier.dataset.Batch;
import io.espalier.dataset.Batches;
import io.espalier.dataset.CalibrationData;
import io.espalier.dataset.DatasetSummary;
import io.espalier.dataset.TrainingData;
import io.espalier.dataset.augment.Augmentation;
import io.espalier.graph.Tensor;
import io.espalier.method.TrainingSamples;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Random features whose class is that of the largest; tells how often it was read. */
final class RecordedSamples implements TrainingSamples {
  private static final int FEATURES = 3;

  private final DatasetSummary summary;
  private final int samples;
  private int epochs;

  RecordedSamples(DatasetSummary summary, int samples) {
    this.summary = summary;
    this.samples = samples;
  }

  int epochs() {
    return epochs;
  }

  @Override
  public DatasetSummary summary() {
    return summary;
  }

  @Override
  public TrainingData training(
      int batchSize, double validationShare, List<Augmentation> augmentations, long seed) {
    return new TrainingData() {
      @Override
      public int samples() {
        return samples;
      }

      @Override
      public Batches epoch(int epoch, int firstBatch) {
        epochs++;
        return batches(batchSize, firstBatch);
      }

      @Override
      public Batches validation() {
        return batches(batchSize, samples / batchSize);
      }

      @Override
      public int validationSamples() {
        return 0;
      }
    };
  }

  private Batches batches(int size, int first) {
    Iterator<Batch> made =
        IntStream.range(first, samples / size).mapToObj(index -> batch(size, index)).iterator();
    return new Batches() {
      @Override
      public boolean hasNext() {
        return made.hasNext();
      }

      @Override
      public Batch next() {
        return made.next();
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public CalibrationData calibration(int first, int count, int batchSize, long seed) {
    throw new AssertionError("A fine-tuning measures nothing.");
  }

  private static Batch batch(int size, long seed) {
    Random random = new Random(seed);
    float[] features = new float[size * FEATURES];
    long[] labels = new long[size];
    for (int sample = 0; sample < size; sample++) {
      for (int feature = 0; feature < FEATURES; feature++) {
        int at = sample * FEATURES + feature;
        features[at] = (float) random.nextGaussian();
        int best = sample * FEATURES + (int) labels[sample];
        labels[sample] = features[at] > features[best] ? feature : labels[sample];
      }
    }
    return new Given(Tensor.ofFloats(new long[] {size, FEATURES}, features), Tensor.vector(labels));
  }

  private record Given(Tensor inputs, Tensor targets) implements Batch {
    @Override
    public void close() {}
  }
}
