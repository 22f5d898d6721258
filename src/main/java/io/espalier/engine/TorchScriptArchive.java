package io.espalier.engine;

import io.espalier.engine.emit.Program;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A program as the archive libtorch loads.
 *
 * <p>A stored (not deflated) zip of four entries in one folder: the pickled module object, an empty
 * tuple of constants, the source, and the version of the file format. The archive holds no weights;
 * the program takes them as an argument.
 */
final class TorchScriptArchive {
  private static final String FOLDER = "program/";
  private static final String TRAINING = "training";

  /** Format 10: operators mean what they mean in libtorch 2; older numbers ask for old meanings. */
  private static final String FORMAT_VERSION = "10\n";

  private TorchScriptArchive() {}

  static byte[] of(Program program) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      store(zip, "data.pkl", pickledModule());
      store(zip, "code/__torch__.py", program.source().getBytes(StandardCharsets.US_ASCII));
      store(zip, "constants.pkl", pickledEmptyTuple());
      store(zip, "version", FORMAT_VERSION.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(content);
    ZipEntry entry = new ZipEntry(FOLDER + name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(crc.getValue());
    entry.setTime(0);
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  /** Pickle protocol 2: a new object of the program's class with the state {training: False}. */
  private static byte[] pickledModule() {
    return latin1(
        "\u0080\u0002c__torch__\n" + Program.CLASS_NAME + "\n",
        ")\u0081}(",
        "X" + (char) TRAINING.length() + "\0\0\0" + TRAINING + "\u0089",
        "ub.");
  }

  private static byte[] pickledEmptyTuple() {
    return latin1("\u0080\u0002).");
  }

  private static byte[] latin1(String... opcodes) {
    return String.join("", opcodes).getBytes(StandardCharsets.ISO_8859_1);
  }
}
