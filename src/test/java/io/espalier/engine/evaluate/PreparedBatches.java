package io.espalier.engine.evaluate;

import io.espalier.dataset.Batch;
import io.espalier.dataset.Batches;
import io.espalier.graph.Tensor;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;

/** Batches that are there already; inputs name the sample that a prepared model looks up. */
final class PreparedBatches implements Batches {
  private final Iterator<Prepared> batches;
  private int closed;

  PreparedBatches(List<Prepared> batches) {
    this.batches = batches.iterator();
  }

  record Prepared(Tensor inputs, Tensor targets, Runnable whenClosed) implements Batch {
    @Override
    public void close() {
      whenClosed.run();
    }
  }

  static PreparedBatches of(List<Tensor> inputs, List<Tensor> targets) {
    PreparedBatches[] made = new PreparedBatches[1];
    List<Prepared> batches =
        IntStream.range(0, inputs.size())
            .mapToObj(i -> new Prepared(inputs.get(i), targets.get(i), () -> made[0].closed++))
            .toList();
    made[0] = new PreparedBatches(batches);
    return made[0];
  }

  int closed() {
    return closed;
  }

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
