package io.espalier.intake;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a file is, by its first bytes. */
enum FileKind {
  ONNX,
  SAFETENSORS,
  PYTORCH;

  private static final int HEAD_BYTES = 4096;
  private static final long LONGEST_HEADER = 1L << 27;
  private static final int PICKLE = 0x80;
  private static final int NEWEST_PICKLE = 5;
  private static final int TAR_MARK = 257;

  /** The tag of the field {@code ir_version}, which exporters write first. */
  private static final int IR_VERSION = 0x08;

  /**
   * The kind of a file. What is none for certain is taken for ONNX, or for safetensors where the
   * uploader named an architecture: the reader of that format then says what is wrong with it.
   */
  static FileKind of(Path file, ImportOptions options) {
    byte[] head = head(file);
    if (isZip(head) || isPickle(head) || isTar(head)) {
      return PYTORCH;
    }
    if (isSafetensors(head) || isIndex(head, options)) {
      return SAFETENSORS;
    }
    return options.hasArchitecture() && !isOnnx(head) ? SAFETENSORS : ONNX;
  }

  private static byte[] head(Path file) {
    try (InputStream stream = Files.newInputStream(file)) {
      return stream.readNBytes(HEAD_BYTES);
    } catch (IOException failure) {
      throw new UncheckedIOException("The model file cannot be read.", failure);
    }
  }

  private static boolean isZip(byte[] head) {
    return text(head).startsWith("PK\3\4") || text(head).startsWith("PK\5\6");
  }

  private static boolean isPickle(byte[] head) {
    return head.length > 2
        && Byte.toUnsignedInt(head[0]) == PICKLE
        && head[1] >= 1
        && head[1] <= NEWEST_PICKLE;
  }

  private static boolean isTar(byte[] head) {
    return head.length > TAR_MARK && text(head).startsWith("ustar", TAR_MARK);
  }

  /** Eight bytes that are the length of a header, and the header's first character. */
  private static boolean isSafetensors(byte[] head) {
    if (head.length <= Long.BYTES) {
      return false;
    }
    long header = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getLong();
    return header > 1
        && header <= LONGEST_HEADER
        && "{ \n\r\t".indexOf((char) head[Long.BYTES]) >= 0;
  }

  /** The list of shards that comes with large models. */
  private static boolean isIndex(byte[] head, ImportOptions options) {
    String text = text(head).stripLeading();
    return text.startsWith("{") && (options.hasArchitecture() || text.contains("\"weight_map\""));
  }

  private static boolean isOnnx(byte[] head) {
    return head.length > 1 && head[0] == IR_VERSION && head[1] > 0;
  }

  private static String text(byte[] head) {
    return new String(head, StandardCharsets.ISO_8859_1);
  }
}
