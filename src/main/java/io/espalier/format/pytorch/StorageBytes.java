package io.espalier.format.pytorch;

import io.espalier.format.ModelFault;
import io.espalier.format.pytorch.pickle.PickleValue.Storage;
import io.espalier.problem.EspalierException;
import java.lang.foreign.MemorySegment;

/** Compares what a pickle says of a storage with the bytes the file has for it. */
final class StorageBytes {
  private StorageBytes() {}

  /** The bytes, when they are as many as the storage has. */
  static MemorySegment checked(Storage storage, MemorySegment bytes) {
    if (byteSize(storage) != bytes.byteSize()) {
      throw mismatch(storage, bytes.byteSize());
    }
    return bytes;
  }

  /** Bytes of all elements; -1 when they cannot be counted. */
  static long byteSize(Storage storage) {
    try {
      return storage.type().bytes(storage.fileElements());
    } catch (ArithmeticException _) {
      return -1;
    }
  }

  private static EspalierException mismatch(Storage storage, long bytes) {
    return ModelFault.at(
        "pickle",
        "pickle-type",
        "The storage (%s) has %d elements of type %s in the pickle and %d bytes in the file."
            .formatted(storage.key(), storage.fileElements(), storage.type().text(), bytes));
  }
}
