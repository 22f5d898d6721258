package io.espalier.dataset.load;

import io.espalier.dataset.Batch;
import io.espalier.dataset.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;

/** Reads the samples of a batch and puts them together. */
final class BatchAssembler {
  private final InputStacker inputs;
  private final TargetStacker targets;

  BatchAssembler(InputStacker inputs, TargetStacker targets) {
    this.inputs = inputs;
    this.targets = targets;
  }

  /** Changes inputs and targets of a whole batch in place; soft targets are made for it. */
  interface Mixing {
    void mix(Stack inputs, Stack targets);
  }

  /** The batch of samples as they are. */
  Batch assemble(
      int[] indices, IntFunction<Sample> read, BooleanSupplier stopped, BufferPool pool) {
    return assembled(read(indices, read, stopped), false, (_, _) -> {}, pool);
  }

  /** The batch of samples mixed with one another. */
  Batch assembleMixed(
      int[] indices,
      IntFunction<Sample> read,
      BooleanSupplier stopped,
      Mixing mixing,
      BufferPool pool) {
    return assembled(read(indices, read, stopped), true, mixing, pool);
  }

  private static List<Sample> read(
      int[] indices, IntFunction<Sample> read, BooleanSupplier stopped) {
    List<Sample> samples = new ArrayList<>(indices.length);
    for (int index : indices) {
      if (stopped.getAsBoolean()) {
        throw new CancellationException("The batches were closed.");
      }
      samples.add(read.apply(index));
    }
    return samples;
  }

  private Batch assembled(List<Sample> samples, boolean soft, Mixing mixing, BufferPool pool) {
    Stack stackedInputs = inputs.stack(samples, pool);
    try {
      Stack stackedTargets = targets.stack(samples, soft, pool);
      mixing.mix(stackedInputs, stackedTargets);
      return new PooledBatch(stackedInputs, stackedTargets);
    } catch (RuntimeException e) {
      stackedInputs.close();
      throw e;
    }
  }
}
