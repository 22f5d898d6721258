package io.espalier.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;

/** A native array that is made into an argument of methods once. */
record TorchScalar(PtNDArray array, IValue argument) implements AutoCloseable {
  static TorchScalar of(NDArray array) {
    PtNDArray own = (PtNDArray) array;
    return new TorchScalar(own, IValue.from(own));
  }

  /** Frees the argument; the array goes with its manager. */
  @Override
  public void close() {
    argument.close();
  }
}
