package io.espalier.dataset;

import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads gzipped IDX files of unsigned bytes, never more than a given number of elements.
 *
 * <p>The format: two zero bytes, the element type (8 is unsigned byte), the rank, one big-endian
 * 32-bit extent for each axis, then the elements. Source: Y. LeCun, C. Cortes, C. Burges, "The
 * MNIST database of handwritten digits", section "The IDX file format".
 */
final class IdxReader {
  private static final int UNSIGNED_BYTE = 0x08;
  private static final int MAX_RANK = 4;

  private final long maxElements;

  /**
   * @param maxElements most elements a file may announce, at most 2³¹ − 9
   */
  IdxReader(long maxElements) {
    this.maxElements = maxElements;
  }

  /**
   * Reads one array; the stream is left open.
   *
   * @param name how messages call the file
   * @throws EspalierException {@link ErrorCode#DATASET_INVALID} when the bytes are not such a file,
   *     are too many, too few, or followed by others
   * @throws IOException when the stream cannot be read
   */
  IdxArray read(String name, InputStream gzipped) throws IOException {
    try {
      DataInputStream input = new DataInputStream(new GZIPInputStream(gzipped));
      List<Integer> dims = header(name, input);
      byte[] values = input.readNBytes(elements(name, dims));
      if (values.length < elements(name, dims)) {
        throw invalid(name, "ends before its last element");
      }
      if (input.read() != -1) {
        throw invalid(name, "holds bytes after its last element");
      }
      return new IdxArray(dims, MemorySegment.ofArray(values));
    } catch (EOFException e) {
      throw invalid(name, "is truncated");
    } catch (ZipException e) {
      throw invalid(name, "is not compressed with gzip");
    }
  }

  private static List<Integer> header(String name, DataInputStream input) throws IOException {
    int magic = input.readInt();
    int rank = magic & 0xFF;
    if (magic >>> 8 != UNSIGNED_BYTE || rank == 0 || rank > MAX_RANK) {
      throw invalid(name, "is not an IDX file of unsigned bytes of rank 1 to " + MAX_RANK);
    }
    List<Integer> dims = new ArrayList<>();
    for (int axis = 0; axis < rank; axis++) {
      dims.add(input.readInt());
    }
    return dims;
  }

  private int elements(String name, List<Integer> dims) {
    long elements = 1;
    for (int extent : dims) {
      if (extent <= 0 || elements * extent > maxElements) {
        throw invalid(
            name, "announces %s elements; at most %d are read".formatted(dims, maxElements));
      }
      elements *= extent;
    }
    return (int) elements;
  }

  private static EspalierException invalid(String name, String fault) {
    return new EspalierException(
        ErrorCode.DATASET_INVALID, "The data file (%s) %s.".formatted(name, fault));
  }
}
