package io.espalier.format.state;

import io.espalier.graph.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Optional;

/** Looks for weights that are NaN or infinite. */
public final class NonFinite {
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int HALF_EXPONENT = 0x7c00;
  private static final int BRAIN_EXPONENT = 0x7f80;
  private static final int FLOAT_EXPONENT = 0x7f80_0000;
  private static final long DOUBLE_EXPONENT = 0x7ff0_0000_0000_0000L;

  private NonFinite() {}

  /** A sentence that counts them and names the first tensor that holds one. */
  public static Optional<String> warning(Map<String, Tensor> tensors) {
    String first = "";
    long total = 0;
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      long count = count(entry.getValue());
      first = total == 0 && count > 0 ? entry.getKey() : first;
      total += count;
    }
    return total == 0
        ? Optional.empty()
        : Optional.of(
            "non-finite-weights: %d weights are NaN or infinite, the first in the tensor (%s)."
                .formatted(total, first));
  }

  /** How many elements are NaN or infinite; 0 for types that cannot be looked at. */
  static long count(Tensor tensor) {
    return switch (tensor.elementType()) {
      case FLOAT16 -> shorts(tensor.bytes(), HALF_EXPONENT);
      case BFLOAT16 -> shorts(tensor.bytes(), BRAIN_EXPONENT);
      case FLOAT, COMPLEX64 -> ints(tensor.bytes());
      case DOUBLE, COMPLEX128 -> longs(tensor.bytes());
      case UINT8, INT8, UINT16, INT16, INT32, INT64, STRING, BOOL, UINT32, UINT64 -> 0;
      case FLOAT8E4M3FN, FLOAT8E4M3FNUZ, FLOAT8E5M2, FLOAT8E5M2FNUZ, UINT4, INT4, FLOAT4E2M1 -> 0;
    };
  }

  private static long shorts(MemorySegment bytes, int exponent) {
    long count = 0;
    for (long at = 0; at < bytes.byteSize(); at += Short.BYTES) {
      count += (bytes.get(SHORT, at) & exponent) == exponent ? 1 : 0;
    }
    return count;
  }

  private static long ints(MemorySegment bytes) {
    long count = 0;
    for (long at = 0; at < bytes.byteSize(); at += Integer.BYTES) {
      count += (bytes.get(INT, at) & FLOAT_EXPONENT) == FLOAT_EXPONENT ? 1 : 0;
    }
    return count;
  }

  private static long longs(MemorySegment bytes) {
    long count = 0;
    for (long at = 0; at < bytes.byteSize(); at += Long.BYTES) {
      count += (bytes.get(LONG, at) & DOUBLE_EXPONENT) == DOUBLE_EXPONENT ? 1 : 0;
    }
    return count;
  }
}
