package io.espalier.method.prune.flow;

import io.espalier.dataset.Batch;
import io.espalier.dataset.Batches;
import io.espalier.dataset.CalibrationData;
import io.espalier.graph.Tensor;
import java.util.Iterator;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Random images {@code [N, 3, 16, 16]} of ten classes, the same in every pass.
 *
 * @param first of the images of the seed
 */
record DrawnImages(int first, int samples, int batchSize, long seed) implements CalibrationData {
  static final int CLASSES = 10;
  private static final int VALUES = 3 * 16 * 16;

  @Override
  public Batches pass() {
    Iterator<Batch> batches =
        IntStream.range(0, (samples + batchSize - 1) / batchSize).mapToObj(this::batch).iterator();
    return new Batches() {
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
    };
  }

  private Batch batch(int number) {
    int size = Math.min(batchSize, samples - number * batchSize);
    float[] values = new float[size * VALUES];
    long[] labels = new long[size];
    for (int i = 0; i < size; i++) {
      Random random = new Random(seed * 31 + first + number * (long) batchSize + i);
      labels[i] = random.nextInt(CLASSES);
      for (int v = 0; v < VALUES; v++) {
        values[i * VALUES + v] = (float) random.nextGaussian();
      }
    }
    return new Drawn(Tensor.ofFloats(new long[] {size, 3, 16, 16}, values), Tensor.vector(labels));
  }

  private record Drawn(Tensor inputs, Tensor targets) implements Batch {
    @Override
    public void close() {}
  }
}
