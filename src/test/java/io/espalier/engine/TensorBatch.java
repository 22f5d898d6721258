package io.espalier.engine;

import io.espalier.dataset.Batch;
import io.espalier.graph.Tensor;

/** A batch of tensors that are at hand. */
public record TensorBatch(Tensor inputs, Tensor targets) implements Batch {
  @Override
  public void close() {}
}
