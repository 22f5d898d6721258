package io.espalier.format.pytorch;

import io.espalier.format.MappedFile;
import io.espalier.format.ModelFault;
import io.espalier.format.pytorch.zip.ZipArchive;
import io.espalier.format.state.NonFinite;
import io.espalier.format.state.StateDict;
import io.espalier.graph.Tensor;
import io.espalier.problem.EspalierException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads state dicts that PyTorch saved and nobody has checked, within limits; nothing in the file
 * is executed, and weights stay in it.
 *
 * <p>The state dict is the saved object or its member {@code state_dict}, {@code model} or {@code
 * model_state_dict}; a {@code module.} before every name is taken off.
 */
public final class PytorchReader {
  private static final int TAR_MARK = 257;
  private static final int TAR_MARK_BYTES = 5;
  private static final int PICKLE = 0x80;

  private final PytorchLimits limits;

  public PytorchReader(PytorchLimits limits) {
    this.limits = limits;
  }

  /**
   * Maps the file; its tensors are valid as long as the arena.
   *
   * @throws EspalierException ({@code MODEL_INVALID}, {@code TOO_LARGE}, {@code
   *     UNSUPPORTED_FORMAT}) with the first fault
   * @throws java.io.UncheckedIOException when the file cannot be read at all
   */
  public StateDict read(Path file, Arena arena) {
    return read(MappedFile.map(file, limits.fileBytes(), arena), arena);
  }

  /** Reads a file from memory that must not change afterwards. */
  StateDict read(MemorySegment file, Arena arena) {
    SavedObject saved = saved(file);
    StateDictFinder finder = new StateDictFinder();
    TensorViews views = new TensorViews(saved.storages(), arena, file.byteSize());
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    finder.find(saved.value()).forEach((name, view) -> tensors.put(name, views.tensor(name, view)));
    List<String> warnings = new ArrayList<>(finder.warnings());
    NonFinite.warning(tensors).ifPresent(warnings::add);
    return new StateDict(tensors, Map.of(), warnings);
  }

  private SavedObject saved(MemorySegment file) {
    if (file.byteSize() == 0) {
      throw ModelFault.at("", "empty-file", "The file is empty; upload a state dict.");
    }
    if (LegacyFormat.looksLike(file)) {
      return LegacyFormat.read(file, limits);
    }
    if (ZipArchive.looksLike(file)) {
      return ArchiveFormat.read(file, limits);
    }
    throw Refusal.unsupported(sentence(file));
  }

  private static String sentence(MemorySegment file) {
    if (isTar(file)) {
      return "The file is a tar archive of PyTorch before 0.2; load it there and save it again.";
    }
    return Byte.toUnsignedInt(file.get(ValueLayout.JAVA_BYTE, 0)) == PICKLE
        ? "The file is a pickle that torch.save did not write; save it with torch.save."
        : "The file is no PyTorch file; upload what torch.save(model.state_dict(), ...) writes.";
  }

  private static boolean isTar(MemorySegment file) {
    if (file.byteSize() < TAR_MARK + TAR_MARK_BYTES) {
      return false;
    }
    byte[] mark = file.asSlice(TAR_MARK, TAR_MARK_BYTES).toArray(ValueLayout.JAVA_BYTE);
    return new String(mark, StandardCharsets.ISO_8859_1).equals("ustar");
  }
}
