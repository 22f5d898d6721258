package io.espalier.dataset.read;

import io.espalier.dataset.Sample;
import io.espalier.dataset.Split;
import io.espalier.dataset.Target;
import java.util.stream.IntStream;

/**
 * A split that is a choice of samples.
 *
 * @param indices of the samples, ascending
 */
record Part(String name, Samples samples, int[] indices) implements Split {
  static Part all(String name, Samples samples) {
    return new Part(name, samples, IntStream.range(0, samples.size()).toArray());
  }

  @Override
  public int size() {
    return indices.length;
  }

  @Override
  public Sample read(int index) {
    return samples.read(indices[index]);
  }

  @Override
  public Target target(int index) {
    return samples.target(indices[index]);
  }
}
