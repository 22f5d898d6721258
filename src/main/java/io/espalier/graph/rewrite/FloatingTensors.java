package io.espalier.graph.rewrite;

import io.espalier.graph.ElementType;
import io.espalier.graph.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Set;
import java.util.function.LongToDoubleFunction;

/** Makes constants of floating-point numbers, off the heap. */
public final class FloatingTensors {
  /** Element types that numbers can be written in. */
  public static final Set<ElementType> WRITABLE =
      Set.of(ElementType.FLOAT, ElementType.DOUBLE, ElementType.FLOAT16, ElementType.BFLOAT16);

  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfDouble DOUBLE =
      ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int BFLOAT16_DROPPED_BITS = 16;

  private FloatingTensors() {}

  /** One number without an axis. */
  public static Tensor scalar(ElementType type, double value) {
    return filled(type, value);
  }

  /** The same number everywhere. */
  public static Tensor filled(ElementType type, double value, long... shape) {
    return of(type, shape, _ -> value);
  }

  /** The tensor with its numbers rounded to another floating type. */
  public static Tensor cast(Tensor tensor, ElementType type) {
    return of(type, tensor.shape(), tensor::doubleAt);
  }

  /**
   * A tensor of one number for each row-major index.
   *
   * @throws IllegalArgumentException for a type that is not {@link #WRITABLE}
   */
  public static Tensor of(ElementType type, long[] shape, LongToDoubleFunction numbers) {
    long elements = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    MemorySegment bytes = Arena.ofAuto().allocate(type.bytes(elements), Long.BYTES);
    Writer writer = writer(type);
    for (long i = 0; i < elements; i++) {
      writer.write(bytes, i, numbers.applyAsDouble(i));
    }
    return Tensor.of(type, shape, bytes);
  }

  private interface Writer {
    void write(MemorySegment bytes, long index, double value);
  }

  private static Writer writer(ElementType type) {
    if (type == ElementType.FLOAT) {
      return (bytes, i, value) -> bytes.set(FLOAT, 4 * i, (float) value);
    }
    if (type == ElementType.DOUBLE) {
      return (bytes, i, value) -> bytes.set(DOUBLE, 8 * i, value);
    }
    if (type == ElementType.FLOAT16) {
      return (bytes, i, value) -> bytes.set(SHORT, 2 * i, Float.floatToFloat16((float) value));
    }
    if (type == ElementType.BFLOAT16) {
      return (bytes, i, value) -> bytes.set(SHORT, 2 * i, brainFloat((float) value));
    }
    throw new IllegalArgumentException("Numbers of type %s are not made.".formatted(type.text()));
  }

  /** Rounds to the nearest, to the even one of two as near; NaN stays NaN. */
  private static short brainFloat(float value) {
    int bits = Float.floatToIntBits(value);
    int odd = (bits >>> BFLOAT16_DROPPED_BITS) & 1;
    int rounded = Float.isNaN(value) ? bits : bits + 0x7FFF + odd;
    return (short) (rounded >>> BFLOAT16_DROPPED_BITS);
  }
}
