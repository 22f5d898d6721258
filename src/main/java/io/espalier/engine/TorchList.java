package io.espalier.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import io.espalier.graph.Tensor;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

/**
 * A list of native arrays that is made into an argument of methods once.
 *
 * <p>The arrays belong to libtorch: no memory of Java is behind them.
 */
final class TorchList implements AutoCloseable {
  private final List<PtNDArray> arrays;
  private final IValue argument;

  private TorchList(List<PtNDArray> arrays) {
    this.arrays = List.copyOf(arrays);
    this.argument = IValue.listFrom(arrays.toArray(PtNDArray[]::new));
  }

  /**
   * Copies of tensors.
   *
   * @param manager owner of the copies
   */
  static TorchList copies(NDManager manager, List<Tensor> tensors) {
    List<PtNDArray> copies = new ArrayList<>();
    for (Tensor tensor : tensors) {
      try (Arena arena = Arena.ofConfined();
          NDManager scope = manager.newSubManager()) {
        NDArray copy = TorchArrays.shared(scope, tensor, arena).duplicate();
        copy.attach(manager);
        copies.add((PtNDArray) copy);
      }
    }
    return new TorchList(copies);
  }

  /** As {@link #copies}; one zero where there are none, since libtorch tells the type by it. */
  static TorchList copiesOrOne(NDManager manager, List<Tensor> tensors) {
    return copies(manager, tensors.isEmpty() ? List.of(Tensor.scalar(0)) : tensors);
  }

  static TorchList none() {
    return new TorchList(List.of());
  }

  static TorchList of(List<PtNDArray> arrays) {
    return new TorchList(arrays);
  }

  /** Copies in which numbers of 16 bits are held in 32. */
  static TorchList wideCopies(NDManager manager, List<Tensor> tensors) {
    try (TorchList copies = copies(manager, tensors)) {
      return new TorchList(copies.arrays.stream().map(TorchList::wide).toList());
    }
  }

  private static PtNDArray wide(PtNDArray array) {
    if (array.getDataType() != DataType.FLOAT16) {
      return array;
    }
    PtNDArray wide = array.toType(DataType.FLOAT32, true);
    array.close();
    return wide;
  }

  /** Zeros of the same shapes. */
  TorchList zeros() {
    return new TorchList(arrays.stream().map(array -> (PtNDArray) array.zerosLike()).toList());
  }

  /** The same arrays from one place to another; none where there are none. */
  TorchList part(int begin, int end) {
    return arrays.isEmpty() ? none() : new TorchList(arrays.subList(begin, end));
  }

  TorchList duplicates() {
    return new TorchList(arrays.stream().map(array -> (PtNDArray) array.duplicate()).toList());
  }

  PtNDArray get(int index) {
    return arrays.get(index);
  }

  List<PtNDArray> arrays() {
    return arrays;
  }

  int size() {
    return arrays.size();
  }

  IValue argument() {
    return argument;
  }

  /** Frees the argument; the arrays go with their manager. */
  @Override
  public void close() {
    argument.close();
  }
}
