package io.espalier.engine;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import io.espalier.graph.Tensor;
import java.lang.foreign.Arena;

/** Inputs and targets as arguments, over the bytes of a batch; valid while that is open. */
record BatchArguments(Arena arena, NDManager scope, IValue inputs, IValue targets)
    implements AutoCloseable {

  static BatchArguments of(NDManager owner, Tensor inputs, Tensor targets) {
    Arena arena = Arena.ofConfined();
    NDManager scope = owner.newSubManager();
    try {
      return new BatchArguments(
          arena,
          scope,
          argument(TorchArrays.shared(scope, inputs, arena)),
          argument(TorchArrays.shared(scope, targets, arena)));
    } catch (RuntimeException failure) {
      scope.close();
      arena.close();
      throw failure;
    }
  }

  private static IValue argument(ai.djl.ndarray.NDArray array) {
    return IValue.from((PtNDArray) array);
  }

  @Override
  public void close() {
    inputs.close();
    targets.close();
    scope.close();
    arena.close();
  }
}
