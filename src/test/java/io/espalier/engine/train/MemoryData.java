package io.espalier.engine.train;

import io.espalier.dataset.Batch;
import io.espalier.dataset.Batches;
import io.espalier.dataset.TrainingData;
import io.espalier.graph.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Samples of a linear function: shuffled anew each epoch, the validation samples of a slightly
 * different function, so that learning too long is visible.
 */
final class MemoryData implements TrainingData {
  static final int FEATURES = 3;

  final List<String> requests = new ArrayList<>();
  int open;

  private final int samples;
  private final int validationSamples;
  private final int batch;
  private final double validationShift;

  MemoryData(int samples, int validationSamples, int batch, double validationShift) {
    this.samples = samples;
    this.validationSamples = validationSamples;
    this.batch = batch;
    this.validationShift = validationShift;
  }

  MemoryData(int samples, int batch) {
    this(samples, 0, batch, 0);
  }

  @Override
  public int samples() {
    return samples;
  }

  @Override
  public int validationSamples() {
    return validationSamples;
  }

  @Override
  public Batches epoch(int epoch, int firstBatch) {
    requests.add(epoch + ":" + firstBatch);
    List<Integer> order = new ArrayList<>(IntStream.range(0, samples).boxed().toList());
    Collections.shuffle(order, new Random(epoch));
    return batches(order.subList(Math.min(samples, firstBatch * batch), samples), 0);
  }

  @Override
  public Batches validation() {
    requests.add("validation");
    List<Integer> order = IntStream.range(samples, samples + validationSamples).boxed().toList();
    return batches(order, validationShift);
  }

  private Batches batches(List<Integer> order, double shift) {
    open++;
    return new Batches() {
      private int next = 0;

      @Override
      public boolean hasNext() {
        return next < order.size();
      }

      @Override
      public Batch next() {
        int end = Math.min(order.size(), next + batch);
        List<Integer> taken = order.subList(next, end);
        next = end;
        return batch(taken, shift);
      }

      @Override
      public void close() {
        open--;
      }
    };
  }

  static Batch batch(List<Integer> samples, double shift) {
    float[] inputs = new float[samples.size() * FEATURES];
    float[] targets = new float[samples.size()];
    for (int n = 0; n < samples.size(); n++) {
      Random random = new Random(1000 + samples.get(n));
      double target = shift;
      for (int d = 0; d < FEATURES; d++) {
        inputs[n * FEATURES + d] = (float) random.nextGaussian();
        target += (d + 1) * inputs[n * FEATURES + d];
      }
      targets[n] = (float) target;
    }
    return new MicroBatch(
        Tensor.ofFloats(new long[] {samples.size(), FEATURES}, inputs),
        Tensor.ofFloats(new long[] {samples.size(), 1}, targets),
        1);
  }
}
