package io.espalier.engine;

import io.espalier.engine.emit.Widening;
import io.espalier.graph.ElementType;
import io.espalier.graph.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** The elements of tensors in the wider types that cross the border, and back. */
final class WideTensors {
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int BFLOAT16_SHIFT = 16;

  private WideTensors() {}

  /** The tensor itself when its type crosses the border as it is. */
  static Tensor widened(Tensor tensor, Arena arena) {
    ElementType wide = Widening.of(tensor.elementType());
    if (wide == tensor.elementType()) {
      return tensor;
    }
    MemorySegment bytes = arena.allocate(wide.bytes(tensor.elements()), Long.BYTES);
    for (long i = 0; i < tensor.elements(); i++) {
      putWide(bytes, i, tensor);
    }
    return Tensor.of(wide, tensor.shape(), bytes);
  }

  private static void putWide(MemorySegment bytes, long index, Tensor tensor) {
    switch (Widening.of(tensor.elementType())) {
      case INT64 -> bytes.set(LONG, index * Long.BYTES, tensor.longAt(index));
      case FLOAT ->
          bytes.set(
              INT, index * Integer.BYTES, Float.floatToRawIntBits((float) tensor.doubleAt(index)));
      case INT32 -> bytes.set(INT, index * Integer.BYTES, (int) tensor.longAt(index));
      default -> throw new IllegalArgumentException("Impossible state: " + tensor);
    }
  }

  /** The tensor in the type that it crossed the border for. */
  static Tensor narrowed(Tensor tensor, ElementType type) {
    if (Widening.of(type) == type) {
      return Tensor.of(type, tensor.shape(), tensor.bytes());
    }
    MemorySegment bytes = Arena.ofAuto().allocate(type.bytes(tensor.elements()), Long.BYTES);
    for (long i = 0; i < tensor.elements(); i++) {
      if (type == ElementType.UINT32) {
        bytes.set(INT, i * Integer.BYTES, (int) tensor.longAt(i));
      } else {
        bytes.set(SHORT, i * Short.BYTES, narrow(tensor, i));
      }
    }
    return Tensor.of(type, tensor.shape(), bytes);
  }

  private static short narrow(Tensor tensor, long index) {
    return tensor.elementType() == ElementType.FLOAT
        ? (short) (Float.floatToRawIntBits((float) tensor.doubleAt(index)) >> BFLOAT16_SHIFT)
        : (short) tensor.longAt(index);
  }
}
