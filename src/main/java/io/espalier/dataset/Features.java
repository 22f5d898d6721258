package io.espalier.dataset;

import java.util.List;

/**
 * Numbers that go to the network as they are.
 *
 * @param shape of one sample, without the batch
 * @param values row-major
 */
public record Features(List<Long> shape, float[] values) implements SampleInput {
  public Features {
    shape = List.copyOf(shape);
  }
}
