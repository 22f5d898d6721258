package io.espalier.dataset.load;

import io.espalier.dataset.Batch;
import io.espalier.dataset.Batches;
import io.espalier.dataset.Split;
import java.util.Arrays;
import java.util.function.BooleanSupplier;

/** Starts threads that make batches. */
final class BatchSource {
  private final BatchAssembler assembler;
  private final int threads;

  BatchSource(BatchAssembler assembler, int threads) {
    this.assembler = assembler;
    this.threads = threads;
  }

  /** Makes the batch of a number in memory of a pool. */
  interface PooledMaker {
    Batch make(int number, BooleanSupplier stopped, BufferPool pool);
  }

  BatchAssembler assembler() {
    return assembler;
  }

  /** The batches from one number to before another. */
  Batches start(PooledMaker maker, int first, int end) {
    BufferPool pool = new BufferPool();
    return new PrefetchedBatches(
        (number, stopped) -> maker.make(number, stopped, pool), first, end, threads, pool);
  }

  /** The samples of these indices, one after the other, unchanged. */
  Batches inOrder(Split split, int[] indices, int batchSize) {
    return start(
        (number, stopped, pool) ->
            assembler.assemble(part(indices, number, batchSize), split::read, stopped, pool),
        0,
        Math.ceilDiv(indices.length, batchSize));
  }

  /** The indices of one batch. */
  static int[] part(int[] indices, int number, int batchSize) {
    int start = number * batchSize;
    return Arrays.copyOfRange(indices, start, Math.min(indices.length, start + batchSize));
  }
}
