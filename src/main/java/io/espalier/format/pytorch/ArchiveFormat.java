package io.espalier.format.pytorch;

import io.espalier.format.ModelFault;
import io.espalier.format.pytorch.pickle.PickleMachine;
import io.espalier.format.pytorch.pickle.PickleMachine.Result;
import io.espalier.format.pytorch.pickle.PickleValue.Storage;
import io.espalier.format.pytorch.zip.ZipArchive;
import io.espalier.problem.EspalierException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The zip archive of PyTorch 1.6 and later: a pickle and one entry for each storage. */
final class ArchiveFormat {
  private static final String PICKLE = "data.pkl";
  private static final String STORAGES = "data/";
  private static final int SMALL_ENTRY_BYTES = 64;
  private static final Set<String> NUMBERS =
      Set.of("version", ".format_version", ".storage_alignment", ".data/serialization_id");

  private final Map<String, MemorySegment> entries = new LinkedHashMap<>();
  private final Set<String> folders = new HashSet<>();
  private final PytorchLimits limits;

  private ArchiveFormat(ZipArchive archive, PytorchLimits limits) {
    this.limits = limits;
    archive.entries().forEach(this::add);
  }

  static SavedObject read(MemorySegment file, PytorchLimits limits) {
    return new ArchiveFormat(ZipArchive.read(file, limits.zip()), limits).read();
  }

  /** Adds an entry by its name inside the archive's one folder. */
  private void add(String name, MemorySegment bytes) {
    int slash = name.indexOf('/');
    folders.add(name.substring(0, Math.max(0, slash)));
    if (slash < 0 || folders.size() > 1) {
      throw unexpected(name);
    }
    entries.put(name.substring(slash + 1), bytes);
  }

  private SavedObject read() {
    refuseScript();
    MemorySegment pickle = entries.remove(PICKLE);
    if (pickle == null) {
      throw Refusal.unsupported(
          "The archive holds no data.pkl, so torch.save did not write it; upload a state dict.");
    }
    Result result = PickleMachine.run(pickle, limits.pickle());
    if (result.bytes() != pickle.byteSize()) {
      throw Refusal.trailing(pickle.byteSize() - result.bytes());
    }
    Map<String, MemorySegment> storages = storages(result.storages());
    entries.forEach(ArchiveFormat::requireKnown);
    return new SavedObject(result.value(), storages);
  }

  private void refuseScript() {
    if (entries.containsKey("constants.pkl")
        || entries.keySet().stream().anyMatch(name -> name.startsWith("code/"))) {
      throw Refusal.unsupported(
          "The file is a TorchScript archive, which holds code; export it as ONNX instead:"
              + " torch.onnx.export(torch.jit.load(\"model.pt\"), example_input, \"model.onnx\").");
    }
  }

  /** The entry of each storage, taken out of the archive's. */
  private Map<String, MemorySegment> storages(Map<String, Storage> described) {
    Set<String> names = new HashSet<>();
    Map<String, MemorySegment> storages = new LinkedHashMap<>();
    described.forEach(
        (key, storage) -> {
          names.add(STORAGES + key);
          storages.put(key, StorageBytes.checked(storage, entry(key)));
        });
    entries.keySet().removeAll(names);
    return storages;
  }

  private MemorySegment entry(String key) {
    MemorySegment bytes = entries.get(STORAGES + key);
    if (bytes == null) {
      throw ModelFault.at(
          "zip", "missing-storage", "The archive lacks the storage (%s).".formatted(key));
    }
    return bytes;
  }

  private static void requireKnown(String name, MemorySegment bytes) {
    String text =
        bytes.byteSize() > SMALL_ENTRY_BYTES
            ? ""
            : new String(bytes.toArray(ValueLayout.JAVA_BYTE), StandardCharsets.ISO_8859_1).strip();
    if (name.equals("byteorder") && text.equals("big")) {
      throw Refusal.unsupported(
          "The file was saved on a big-endian machine; load it and save it on another.");
    }
    boolean known =
        name.equals("byteorder")
            ? text.equals("little")
            : NUMBERS.contains(name) && text.matches("[0-9]+");
    if (!known) {
      throw unexpected(name);
    }
  }

  private static EspalierException unexpected(String name) {
    return ModelFault.at(
        "zip",
        "unexpected-entry",
        "The archive has the entry (%s), which torch.save does not write so.".formatted(name));
  }
}
