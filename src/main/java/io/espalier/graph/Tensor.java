package io.espalier.graph;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * A constant array, row-major, whose bytes may lie in a mapped file.
 *
 * <p>Elements are little-endian and packed; 4-bit types hold two elements a byte. Reading an
 * element of a mapped tensor reads that part of the file; nothing is copied to the heap until asked
 * for.
 *
 * <p>A tensor over mapped memory is valid as long as the arena that owns the mapping.
 */
public final class Tensor {
  private static final ValueLayout.OfShort SHORT = little(ValueLayout.JAVA_SHORT_UNALIGNED);
  private static final ValueLayout.OfInt INT = little(ValueLayout.JAVA_INT_UNALIGNED);
  private static final ValueLayout.OfLong LONG = little(ValueLayout.JAVA_LONG_UNALIGNED);
  private static final ValueLayout.OfFloat FLOAT = little(ValueLayout.JAVA_FLOAT_UNALIGNED);
  private static final ValueLayout.OfDouble DOUBLE = little(ValueLayout.JAVA_DOUBLE_UNALIGNED);

  private final ElementType elementType;
  private final long[] shape;
  private final MemorySegment bytes;

  private Tensor(ElementType elementType, long[] shape, MemorySegment bytes) {
    long expected = elementType.bytes(elements(shape));
    if (bytes.byteSize() != expected) {
      throw new IllegalArgumentException(
          "A tensor of type %s%s takes %d bytes, not %d."
              .formatted(elementType.text(), Arrays.toString(shape), expected, bytes.byteSize()));
    }
    this.elementType = elementType;
    this.shape = shape.clone();
    this.bytes = bytes.asReadOnly();
  }

  /** A tensor over existing bytes, which must not change afterwards. */
  public static Tensor of(ElementType elementType, long[] shape, MemorySegment bytes) {
    return new Tensor(elementType, shape, bytes);
  }

  public static Tensor ofFloats(long[] shape, float... values) {
    MemorySegment segment = allocate(4L * values.length);
    MemorySegment.copy(values, 0, segment, FLOAT, 0, values.length);
    return new Tensor(ElementType.FLOAT, shape, segment);
  }

  public static Tensor ofLongs(long[] shape, long... values) {
    MemorySegment segment = allocate(8L * values.length);
    MemorySegment.copy(values, 0, segment, LONG, 0, values.length);
    return new Tensor(ElementType.INT64, shape, segment);
  }

  /** A one-dimensional int64 tensor, the form shapes and axes take. */
  public static Tensor vector(long... values) {
    return ofLongs(new long[] {values.length}, values);
  }

  public static Tensor scalar(float value) {
    return ofFloats(new long[0], value);
  }

  public ElementType elementType() {
    return elementType;
  }

  public long[] shape() {
    return shape.clone();
  }

  public int rank() {
    return shape.length;
  }

  /** The extent of an axis; a negative axis counts from the end. */
  public long dim(int axis) {
    return shape[axis < 0 ? axis + shape.length : axis];
  }

  public TensorType type() {
    return TensorType.of(elementType, shape);
  }

  public long elements() {
    return elements(shape);
  }

  public long byteSize() {
    return bytes.byteSize();
  }

  /** The packed little-endian bytes, read-only. */
  public MemorySegment bytes() {
    return bytes;
  }

  /**
   * One element of a numeric tensor as a double.
   *
   * @param index row-major
   * @throws UnsupportedOperationException for strings, complex, 8-bit floating and 4-bit types
   */
  public double doubleAt(long index) {
    return switch (elementType) {
      case FLOAT -> bytes.get(FLOAT, index * 4);
      case DOUBLE -> bytes.get(DOUBLE, index * 8);
      case FLOAT16 -> Float.float16ToFloat(bytes.get(SHORT, index * 2));
      case BFLOAT16 -> Float.intBitsToFloat(bytes.get(SHORT, index * 2) << 16);
      case UINT8, INT8, UINT16, INT16, INT32, INT64, BOOL, UINT32, UINT64 -> longAt(index);
      case STRING,
          COMPLEX64,
          COMPLEX128,
          FLOAT8E4M3FN,
          FLOAT8E4M3FNUZ,
          FLOAT8E5M2,
          FLOAT8E5M2FNUZ,
          UINT4,
          INT4,
          FLOAT4E2M1 ->
          throw unreadable("a double");
    };
  }

  /**
   * One element of an integer or boolean tensor.
   *
   * @param index row-major
   * @throws UnsupportedOperationException for every other type
   */
  public long longAt(long index) {
    return switch (elementType) {
      case INT64, UINT64 -> bytes.get(LONG, index * 8);
      case INT32 -> bytes.get(INT, index * 4);
      case UINT32 -> Integer.toUnsignedLong(bytes.get(INT, index * 4));
      case INT16 -> bytes.get(SHORT, index * 2);
      case UINT16 -> Short.toUnsignedLong(bytes.get(SHORT, index * 2));
      case INT8 -> bytes.get(ValueLayout.JAVA_BYTE, index);
      case UINT8, BOOL -> Byte.toUnsignedLong(bytes.get(ValueLayout.JAVA_BYTE, index));
      case FLOAT,
          DOUBLE,
          FLOAT16,
          BFLOAT16,
          STRING,
          COMPLEX64,
          COMPLEX128,
          FLOAT8E4M3FN,
          FLOAT8E4M3FNUZ,
          FLOAT8E5M2,
          FLOAT8E5M2FNUZ,
          UINT4,
          INT4,
          FLOAT4E2M1 ->
          throw unreadable("an integer");
    };
  }

  /**
   * Copies consecutive elements of a numeric tensor.
   *
   * @param start row-major index of the first
   * @param count how many, at most as many as the target holds
   * @throws UnsupportedOperationException as {@link #doubleAt}
   */
  public void copyTo(double[] target, long start, int count) {
    if (elementType == ElementType.FLOAT) {
      for (int i = 0; i < count; i++) {
        target[i] = bytes.get(FLOAT, (start + i) * 4);
      }
    } else {
      for (int i = 0; i < count; i++) {
        target[i] = doubleAt(start + i);
      }
    }
  }

  /** All elements as floats; a copy on the heap. */
  public float[] toFloats() {
    float[] values = new float[Math.toIntExact(elements())];
    if (elementType == ElementType.FLOAT) {
      MemorySegment.copy(bytes, FLOAT, 0, values, 0, values.length);
    } else {
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) doubleAt(i);
      }
    }
    return values;
  }

  /** All elements as longs; a copy on the heap. */
  public long[] toLongs() {
    return LongStream.range(0, elements()).map(this::longAt).toArray();
  }

  /** The same bytes under another shape of as many elements. */
  public Tensor withShape(long... newShape) {
    return new Tensor(elementType, newShape, bytes);
  }

  /**
   * The tensor that keeps these positions of one axis, in this order; only what is kept is copied,
   * off the heap.
   *
   * @throws UnsupportedOperationException for types narrower than a byte
   */
  public Tensor gather(int axis, int[] positions) {
    if (elementType.bits() % 8 != 0 || elementType.bits() == 0) {
      throw unreadable("whole bytes");
    }
    long[] gathered = shape.clone();
    gathered[axis] = positions.length;
    long run = elementType.bytes(elements(Arrays.copyOfRange(shape, axis + 1, shape.length)));
    MemorySegment target = allocate(elementType.bytes(elements(gathered)));
    new AxisGather(bytes, shape[axis], run, positions).into(target);
    return new Tensor(elementType, gathered, target);
  }

  /** The product of the extents; 0 with an empty axis, however large the others are. */
  private static long elements(long[] shape) {
    return Arrays.stream(shape).anyMatch(extent -> extent == 0)
        ? 0
        : Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }

  private static MemorySegment allocate(long byteSize) {
    return Arena.ofAuto().allocate(byteSize, Long.BYTES);
  }

  private UnsupportedOperationException unreadable(String as) {
    return new UnsupportedOperationException(
        "Elements of type %s cannot be read as %s.".formatted(elementType.text(), as));
  }

  @SuppressWarnings("unchecked")
  private static <L extends ValueLayout> L little(L layout) {
    return (L) layout.withOrder(ByteOrder.LITTLE_ENDIAN);
  }

  /** Equal when type, shape and every byte are equal. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Tensor tensor
        && elementType == tensor.elementType
        && Arrays.equals(shape, tensor.shape)
        && bytes.mismatch(tensor.bytes) == -1;
  }

  @Override
  public int hashCode() {
    return 31 * elementType.hashCode() + Arrays.hashCode(shape);
  }

  @Override
  public String toString() {
    return type().toString();
  }
}
