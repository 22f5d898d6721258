package io.espalier.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.espalier.engine.emit.Widening;
import io.espalier.graph.ElementType;
import io.espalier.graph.Tensor;
import java.lang.foreign.Arena;
import java.util.Optional;

/** Moves tensors across the border of libtorch, in the types that {@link Widening} names. */
final class TorchArrays {
  private TorchArrays() {}

  /**
   * An array that may share the bytes of a tensor.
   *
   * @param arena owner of bytes that have to be copied
   */
  static NDArray shared(NDManager manager, Tensor tensor, Arena arena) {
    Tensor wide = WideTensors.widened(tensor, arena);
    return manager.create(
        NativeBytes.shared(wide, arena),
        new Shape(wide.shape()),
        TorchTypes.of(wide.elementType()));
  }

  /**
   * An array with a copy of a tensor's bytes.
   *
   * @param arena owner of the copy
   */
  static NDArray copy(NDManager manager, Tensor tensor, Arena arena) {
    Tensor wide = WideTensors.widened(tensor, arena);
    return manager.create(
        wide == tensor ? NativeBytes.copy(tensor, arena) : NativeBytes.shared(wide, arena),
        new Shape(wide.shape()),
        TorchTypes.of(wide.elementType()));
  }

  /**
   * A copy of an array.
   *
   * @param type of the output where it is known; otherwise it is that of the array
   */
  static Tensor tensor(NDArray array, Optional<ElementType> type) {
    ElementType own = TorchTypes.of(array.getDataType());
    Tensor tensor = NativeBytes.tensor(own, array.getShape().getShape(), array.toByteBuffer(true));
    return WideTensors.narrowed(tensor, type.orElse(own));
  }
}
