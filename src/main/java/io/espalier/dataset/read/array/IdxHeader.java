package io.espalier.dataset.read.array;

import io.espalier.dataset.read.fault.DatasetFault;
import io.espalier.problem.EspalierException;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads the header of an IDX file.
 *
 * <p>The format: two zero bytes, the element type, the rank, one big-endian 32-bit extent for each
 * axis, then the elements. Source: Y. LeCun, C. Cortes, C. Burges, "The MNIST database of
 * handwritten digits", section "The IDX file format".
 */
final class IdxHeader {
  private static final int MOST_AXES = 8;
  private static final Map<Integer, ElementType> TYPES =
      Map.of(
          0x08, ElementType.U8,
          0x09, ElementType.I8,
          0x0B, ElementType.I16,
          0x0C, ElementType.I32,
          0x0D, ElementType.F32,
          0x0E, ElementType.F64);

  private IdxHeader() {}

  /**
   * Reads the header; the stream stands at the first number afterwards.
   *
   * @throws EspalierException [idx-header]
   * @throws IOException when the stream cannot be read
   */
  static ArrayHeader read(String name, InputStream stream) throws IOException {
    DataInputStream input = new DataInputStream(stream);
    try {
      int magic = input.readInt();
      ElementType type = TYPES.get(magic >>> 8);
      int rank = magic & 0xFF;
      if (type == null || rank == 0 || rank > MOST_AXES) {
        throw fault(name, "is no IDX file of 1 to %d axes".formatted(MOST_AXES));
      }
      List<Long> dims = new ArrayList<>();
      for (int axis = 0; axis < rank; axis++) {
        dims.add((long) input.readInt());
      }
      return new ArrayHeader(type, ByteOrder.BIG_ENDIAN, false, dims, Integer.BYTES * (1L + rank));
    } catch (EOFException _) {
      throw fault(name, "ends within its header");
    }
  }

  private static EspalierException fault(String name, String what) {
    return DatasetFault.at(
        "entry " + name,
        "idx-header",
        "The file (%s) %s.".formatted(DatasetFault.quote(name), what));
  }
}
