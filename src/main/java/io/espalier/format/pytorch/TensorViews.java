package io.espalier.format.pytorch;

import io.espalier.format.ModelFault;
import io.espalier.format.pytorch.pickle.PickleValue.View;
import io.espalier.graph.Tensor;
import io.espalier.problem.EspalierException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;

/**
 * Makes tensors of views: where the elements lie in order they stay in the file, else they are
 * gathered into the arena, all tensors together at most as many bytes as the file has.
 */
final class TensorViews {
  private final Map<String, MemorySegment> storages;
  private final Arena arena;
  private long gatherableBytes;

  TensorViews(Map<String, MemorySegment> storages, Arena arena, long fileBytes) {
    this.storages = storages;
    this.arena = arena;
    this.gatherableBytes = fileBytes;
  }

  /**
   * The tensor of a view.
   *
   * @throws EspalierException [tensor-view-range]
   */
  Tensor tensor(String name, View view) {
    try {
      return checked(name, view);
    } catch (ArithmeticException _) {
      throw outside(name);
    }
  }

  private Tensor checked(String name, View view) {
    int width = view.type().bits() / Byte.SIZE;
    long[] shape = view.shape().stream().mapToLong(Long::longValue).toArray();
    long elements = elements(name, view.shape());
    MemorySegment storage = bytes(view);
    if (elements == 0) {
      return Tensor.of(view.type(), shape, storage.asSlice(0, 0));
    }
    long begin = Math.multiplyExact(view.offset(), width);
    long end = Math.multiplyExact(Math.addExact(last(name, view), 1), width);
    if (begin < 0 || end > storage.byteSize() || elements > storage.byteSize() / width) {
      throw outside(name);
    }
    return isContiguous(view)
        ? Tensor.of(view.type(), shape, storage.asSlice(begin, end - begin))
        : Tensor.of(view.type(), shape, gathered(name, view, storage, elements * width));
  }

  private MemorySegment bytes(View view) {
    int width = view.storage().type().bits() / Byte.SIZE;
    return storages
        .get(view.storage().key())
        .asSlice(view.storage().begin() * width, view.storage().elements() * width);
  }

  private static long elements(String name, List<Long> shape) {
    if (shape.stream().anyMatch(extent -> extent < 0)) {
      throw outside(name);
    }
    return shape.contains(0L) ? 0 : shape.stream().reduce(1L, Math::multiplyExact);
  }

  /** The storage's index of the last element. */
  private static long last(String name, View view) {
    long last = view.offset();
    for (int axis = 0; axis < view.shape().size(); axis++) {
      long stride = view.strides().get(axis);
      if (stride < 0) {
        throw outside(name);
      }
      last = Math.addExact(last, Math.multiplyExact(view.shape().get(axis) - 1, stride));
    }
    return last;
  }

  private static boolean isContiguous(View view) {
    long expected = 1;
    for (int axis = view.shape().size() - 1; axis >= 0; axis--) {
      long extent = view.shape().get(axis);
      if (extent != 1 && view.strides().get(axis) != expected) {
        return false;
      }
      expected *= extent;
    }
    return true;
  }

  private MemorySegment gathered(String name, View view, MemorySegment storage, long bytes) {
    gatherableBytes -= bytes;
    if (gatherableBytes < 0) {
      throw ModelFault.at(
          "tensor[%s]".formatted(name),
          "tensor-view-range",
          "Tensors with strides need more memory than the file has; save contiguous tensors.");
    }
    MemorySegment target = arena.allocate(bytes, Long.BYTES);
    new StridedCopy(view, storage, target).run();
    return target;
  }

  private static EspalierException outside(String name) {
    return ModelFault.at(
        "tensor[%s]".formatted(name),
        "tensor-view-range",
        "The tensor (%s) has a shape, strides or an offset that lie outside of its storage."
            .formatted(name));
  }
}
