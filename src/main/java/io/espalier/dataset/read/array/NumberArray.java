package io.espalier.dataset.read.array;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Numbers of one type; the first axis counts samples.
 *
 * @param name how messages call it
 * @param dims extents, outermost first
 * @param columnMajor true where the first axis changes fastest (Fortran order)
 */
public record NumberArray(
    String name,
    ElementType type,
    ByteOrder order,
    boolean columnMajor,
    List<Long> dims,
    MemorySegment values) {
  public NumberArray {
    dims = List.copyOf(dims);
  }

  public int rank() {
    return dims.size();
  }

  public int samples() {
    return Math.toIntExact(dims.getFirst());
  }

  /** The extents of one sample. */
  public List<Long> sampleDims() {
    return dims.subList(1, dims.size());
  }

  /** Numbers of one sample. */
  public long sampleElements() {
    return sampleDims().stream().reduce(1L, Math::multiplyExact);
  }

  /** A number of a sample, whose own numbers are counted row-major. */
  public double number(int sample, int element) {
    return type.number(values, offset(sample, element), order);
  }

  /** A whole number of a sample; unsigned ones from 2^63 on come out negative. */
  public long integer(int sample, int element) {
    return type.integer(values, offset(sample, element), order);
  }

  /** The bytes of a sample of an array of bytes, row-major. */
  public byte[] bytes(int sample) {
    byte[] bytes = new byte[Math.toIntExact(sampleElements())];
    if (!columnMajor) {
      long from = (long) sample * bytes.length;
      MemorySegment.copy(values, ValueLayout.JAVA_BYTE, from, bytes, 0, bytes.length);
      return bytes;
    }
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = values.get(ValueLayout.JAVA_BYTE, offset(sample, i));
    }
    return bytes;
  }

  private long offset(int sample, int element) {
    return type.bytes()
        * (columnMajor ? scattered(sample, element) : sample * sampleElements() + element);
  }

  private long scattered(int sample, int element) {
    long stride = values.byteSize() / type.bytes();
    long rest = element;
    long at = sample;
    for (int axis = rank() - 1; axis > 0; axis--) {
      stride /= dims.get(axis);
      at += rest % dims.get(axis) * stride;
      rest /= dims.get(axis);
    }
    return at;
  }
}
