package io.espalier.format.pytorch;

import io.espalier.format.ModelFault;
import io.espalier.format.pytorch.pickle.PickleMachine;
import io.espalier.format.pytorch.pickle.PickleMachine.Result;
import io.espalier.format.pytorch.pickle.PickleValue;
import io.espalier.format.pytorch.pickle.PickleValue.Constant;
import io.espalier.format.pytorch.pickle.PickleValue.Dict;
import io.espalier.format.pytorch.pickle.PickleValue.Sequence;
import io.espalier.format.pytorch.pickle.PickleValue.Storage;
import io.espalier.format.pytorch.pickle.PickleValue.Text;
import io.espalier.format.pytorch.pickle.PickleValue.Whole;
import io.espalier.problem.EspalierException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The stream of PyTorch before 1.6: five pickles (a magic number, a version, facts of the system,
 * the object, the keys of its storages), then each storage as a count of 8 bytes and its elements.
 */
final class LegacyFormat {
  private static final ValueLayout.OfLong COUNT =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final long VERSION = 1001;
  private static final int SNIFFED_BYTES = 40;
  private static final String MAGIC = "l\u00fc\u009cF\u00f9 j\u00a8P\u0019.";

  private final MemorySegment file;
  private final PytorchLimits limits;
  private long position;

  private LegacyFormat(MemorySegment file, PytorchLimits limits) {
    this.file = file;
    this.limits = limits;
  }

  /** True when the magic number is near the start. */
  static boolean looksLike(MemorySegment file) {
    byte[] head =
        file.asSlice(0, Math.min(SNIFFED_BYTES, file.byteSize())).toArray(ValueLayout.JAVA_BYTE);
    return new String(head, StandardCharsets.ISO_8859_1).contains(MAGIC);
  }

  static SavedObject read(MemorySegment file, PytorchLimits limits) {
    return new LegacyFormat(file, limits).read();
  }

  private SavedObject read() {
    pickle();
    if (!pickle().value().equals(new Whole(VERSION))) {
      throw malformed("The stream is not of version %d.".formatted(VERSION));
    }
    requireLittleEndian(pickle().value());
    Result object = pickle();
    if (!(pickle().value() instanceof Sequence keys)) {
      throw malformed("The stream must list the keys of its storages after its object.");
    }
    Map<String, MemorySegment> storages = new LinkedHashMap<>();
    for (PickleValue key : keys.values()) {
      Storage storage = described(key, object.storages());
      if (storages.put(storage.key(), bytes(storage)) != null) {
        throw malformed("The stream has the storage (%s) twice.".formatted(storage.key()));
      }
    }
    if (position != file.byteSize()) {
      throw Refusal.trailing(file.byteSize() - position);
    }
    requireAll(object.storages(), storages);
    return new SavedObject(object.value(), storages);
  }

  private Result pickle() {
    Result result = PickleMachine.run(file.asSlice(position), limits.pickle());
    position += result.bytes();
    return result;
  }

  private static void requireLittleEndian(PickleValue facts) {
    Optional<PickleValue> order =
        facts instanceof Dict dict ? dict.get("little_endian") : Optional.empty();
    if (order.filter(Constant.TRUE::equals).isEmpty()) {
      throw Refusal.unsupported(
          "The file was not saved on a little-endian machine; load it and save it on another.");
    }
  }

  private static Storage described(PickleValue key, Map<String, Storage> storages) {
    Storage storage = key instanceof Text(String name) ? storages.get(name) : null;
    if (storage == null) {
      throw malformed("The stream lists a storage that its object does not have.");
    }
    return storage;
  }

  /** The bytes of the storage that comes next in the file. */
  private MemorySegment bytes(Storage storage) {
    long byteSize = StorageBytes.byteSize(storage);
    long left = file.byteSize() - position - Long.BYTES;
    if (left < 0 || file.get(COUNT, position) != storage.fileElements()) {
      throw ModelFault.at(
          "pickle",
          "pickle-type",
          "The storage (%s) must be in the file with its %d elements."
              .formatted(storage.key(), storage.fileElements()));
    }
    if (byteSize < 0 || byteSize > left) {
      throw ModelFault.at(
          "pickle",
          "pickle-truncated",
          "The file ends inside the storage (%s); upload it again.".formatted(storage.key()));
    }
    MemorySegment bytes = file.asSlice(position + Long.BYTES, byteSize);
    position += Long.BYTES + byteSize;
    return bytes;
  }

  private static void requireAll(
      Map<String, Storage> described, Map<String, MemorySegment> storages) {
    if (!storages.keySet().containsAll(described.keySet())) {
      throw ModelFault.at(
          "pickle", "missing-storage", "The file lacks storages that its object refers to.");
    }
  }

  private static EspalierException malformed(String message) {
    return ModelFault.at("pickle", "pickle-malformed", message);
  }
}
