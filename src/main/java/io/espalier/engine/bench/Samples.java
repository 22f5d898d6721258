package io.espalier.engine.bench;

import io.espalier.graph.Tensor;
import java.util.Arrays;

/**
 * A batch of outputs seen one sample at a time.
 *
 * @param count number of samples
 * @param width elements of one sample
 * @param values all elements, samples one after the other
 */
record Samples(int count, int width, float[] values) {

  /** The samples lie along the first axis; a tensor of rank 0 or 1 is one sample. */
  static Samples of(Tensor tensor) {
    int count = tensor.rank() < 2 ? 1 : Math.toIntExact(tensor.dim(0));
    float[] values = tensor.toFloats();
    return new Samples(count, count == 0 ? 0 : values.length / count, values);
  }

  /** Index of the largest element, the first one of equals; -1 when the sample is empty. */
  int largest(int sample) {
    int largest = width == 0 ? -1 : 0;
    for (int i = 1; i < width; i++) {
      largest = at(sample, i) > at(sample, largest) ? i : largest;
    }
    return largest;
  }

  /** Number of elements that are larger than the one at {@code index}, or equal and before it. */
  int rankOf(int sample, int index) {
    float value = at(sample, index);
    int before = 0;
    for (int i = 0; i < width; i++) {
      before += at(sample, i) > value || (at(sample, i) == value && i < index) ? 1 : 0;
    }
    return before;
  }

  /** The cosine between this and another's sample; 1 when both are all zero. */
  double cosine(Samples other, int sample) {
    double lengths = Math.sqrt(dot(this, sample) * other.dot(other, sample));
    if (lengths == 0) {
      return Arrays.equals(slice(sample), other.slice(sample)) ? 1 : 0;
    }
    return dot(other, sample) / lengths;
  }

  private float at(int sample, int index) {
    return values[sample * width + index];
  }

  private float[] slice(int sample) {
    return Arrays.copyOfRange(values, sample * width, (sample + 1) * width);
  }

  private double dot(Samples other, int sample) {
    double sum = 0;
    for (int i = 0; i < width; i++) {
      sum += (double) at(sample, i) * other.at(sample, i);
    }
    return sum;
  }
}
