package io.espalier.dataset.load;

import io.espalier.dataset.Batch;
import io.espalier.graph.Tensor;
import java.util.concurrent.atomic.AtomicBoolean;

/** A batch whose buffers go back to their pool once. */
final class PooledBatch implements Batch {
  private final Stack inputs;
  private final Stack targets;
  private final AtomicBoolean closed = new AtomicBoolean();

  PooledBatch(Stack inputs, Stack targets) {
    this.inputs = inputs;
    this.targets = targets;
  }

  @Override
  public Tensor inputs() {
    return inputs.tensor();
  }

  @Override
  public Tensor targets() {
    return targets.tensor();
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      inputs.close();
      targets.close();
    }
  }
}
