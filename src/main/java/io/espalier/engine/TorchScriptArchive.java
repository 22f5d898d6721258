package io.espalier.engine;

import io.espalier.engine.emit.Program;
import io.espalier.engine.emit.ScriptModule;
import io.espalier.graph.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A program as the archive libtorch loads.
 *
 * <p>A stored (not deflated) zip of one folder: the pickled module object, the content of each of
 * its tensors, an empty tuple of constants, the source, and the version of the file format.
 */
final class TorchScriptArchive {
  /** The newest that PyTorch 1.13 reads; older numbers ask for old meanings of operators. */
  private static final String FORMAT_VERSION = "10\n";

  private TorchScriptArchive() {}

  /** An archive without weights; the program takes them as an argument. */
  static byte[] of(Program program) {
    return of(program.source());
  }

  /** An archive of a class without weights. */
  static byte[] of(String source) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TorchScriptZip zip = new TorchScriptZip(bytes)) {
      zip.store("data.pkl", TorchPickle.emptyModule());
      storeProgram(zip, source);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  /** Writes an archive that holds its weights; they are streamed. */
  static void write(ScriptModule module, OutputStream target) throws IOException {
    try (TorchScriptZip zip = new TorchScriptZip(target)) {
      zip.store("data.pkl", TorchPickle.module(module));
      List<ScriptModule.Attribute> attributes = module.attributes();
      for (int i = 0; i < attributes.size(); i++) {
        storeWeight(zip, "data/" + i, attributes.get(i).tensor());
      }
      storeProgram(zip, module.source());
    }
  }

  private static void storeWeight(TorchScriptZip zip, String entry, Tensor tensor)
      throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      zip.store(entry, StoredTensors.bytes(tensor, arena));
    }
  }

  private static void storeProgram(TorchScriptZip zip, String source) throws IOException {
    zip.store("code/__torch__.py", source.getBytes(StandardCharsets.US_ASCII));
    zip.store("constants.pkl", TorchPickle.emptyTuple());
    zip.store("version", FORMAT_VERSION.getBytes(StandardCharsets.US_ASCII));
  }
}
