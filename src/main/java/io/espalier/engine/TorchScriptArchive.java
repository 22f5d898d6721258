package io.espalier.engine;

import io.espalier.engine.emit.Program;
import io.espalier.engine.emit.Weight;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A program as the archive libtorch loads.
 *
 * <p>A stored (not deflated) zip of one folder: the pickled module object, the content of each of
 * its tensors, an empty tuple of constants, the source, and the version of the file format.
 */
final class TorchScriptArchive {
  /** Format 10: operators mean what they mean in libtorch 2; older numbers ask for old meanings. */
  private static final String FORMAT_VERSION = "10\n";

  private TorchScriptArchive() {}

  /** An archive without weights; the program takes them as an argument. */
  static byte[] of(Program program) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TorchScriptZip zip = new TorchScriptZip(bytes)) {
      zip.store("data.pkl", TorchPickle.emptyModule());
      storeProgram(zip, program.source());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  /** Writes an archive that holds its weights; they are streamed. */
  static void write(Program program, OutputStream target) throws IOException {
    try (TorchScriptZip zip = new TorchScriptZip(target)) {
      zip.store("data.pkl", TorchPickle.module(program));
      List<Weight> weights = program.weights();
      for (int i = 0; i < weights.size(); i++) {
        zip.store("data/" + i, weights.get(i).tensor().bytes());
      }
      storeProgram(zip, program.moduleSource(TorchScriptArchive::isParameter));
    }
  }

  private static boolean isParameter(Weight weight) {
    return weight.tensor().elementType().isFloating();
  }

  private static void storeProgram(TorchScriptZip zip, String source) throws IOException {
    zip.store("code/__torch__.py", source.getBytes(StandardCharsets.US_ASCII));
    zip.store("constants.pkl", TorchPickle.emptyTuple());
    zip.store("version", FORMAT_VERSION.getBytes(StandardCharsets.US_ASCII));
  }
}
