package io.espalier.method.prune.recovery;

import io.espalier.dataset.Batch;
import io.espalier.dataset.Batches;
import io.espalier.dataset.CalibrationData;
import io.espalier.graph.ElementType;
import io.espalier.graph.Tensor;
import io.espalier.graph.ValueInfo;
import java.util.Iterator;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Normally distributed inputs of a network, each sample from a seed of its own; batches of any size
 * hold the same samples.
 *
 * @param shape of one sample
 * @param first number of the first sample
 */
record SampleInputs(ElementType type, long[] shape, int first, int samples, int batchSize)
    implements CalibrationData {

  static SampleInputs of(ValueInfo input, int first, int samples, int batchSize) {
    long[] shape = input.type().shape().stream().skip(1).mapToLong(dim -> dim.size()).toArray();
    return new SampleInputs(input.type().elementType(), shape, first, samples, batchSize);
  }

  @Override
  public Batches pass() {
    Iterator<Integer> starts =
        IntStream.iterate(0, start -> start < samples, start -> start + batchSize).iterator();
    return new Batches() {
      @Override
      public boolean hasNext() {
        return starts.hasNext();
      }

      @Override
      public Batch next() {
        int start = starts.next();
        return new Inputs(inputs(start, Math.min(samples, start + batchSize)));
      }

      @Override
      public void close() {}
    };
  }

  /** The samples of some numbers as one batch. */
  Tensor inputs(int from, int to) {
    int each = (int) LongStream.of(shape).reduce(1, (a, b) -> a * b);
    float[] values = new float[(to - from) * each];
    for (int sample = from; sample < to; sample++) {
      Random random = new Random(31L * (first + sample) + 7);
      for (int i = 0; i < each; i++) {
        values[(sample - from) * each + i] = (float) random.nextGaussian();
      }
    }
    long[] batch = new long[shape.length + 1];
    batch[0] = to - from;
    System.arraycopy(shape, 0, batch, 1, shape.length);
    return Tensor.ofFloats(batch, values);
  }

  private record Inputs(Tensor inputs) implements Batch {
    @Override
    public Tensor targets() {
      return Tensor.vector(new long[size()]);
    }

    @Override
    public void close() {}
  }
}
