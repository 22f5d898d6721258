package io.espalier.format;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** Recognises what people upload by mistake, from the first bytes of a file. */
public final class ForeignFormat {
  private static final int INSPECTED_BYTES = 512;
  private static final int FIRST_PRINTABLE = 0x20;
  private static final int TFLITE_MARK = 4;

  private ForeignFormat() {}

  /** What the bytes look like, with its article, or empty when they look like none of these. */
  public static Optional<String> of(MemorySegment file) {
    long length = Math.min(file.byteSize(), INSPECTED_BYTES);
    byte[] head = file.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
    String latin = new String(head, StandardCharsets.ISO_8859_1);
    return isText(head) ? Optional.of(text(latin)) : binary(latin);
  }

  private static String text(String head) {
    String start = head.strip().toLowerCase(Locale.ROOT);
    if (start.startsWith("version https://git-lfs")) {
      return "a Git LFS pointer; upload the file it points to (git lfs pull)";
    }
    if (start.startsWith("<")) {
      return "an HTML or XML page; the download may have failed";
    }
    if (start.startsWith("{") || start.startsWith("[")) {
      return "JSON";
    }
    return "plain text";
  }

  private static Optional<String> binary(String head) {
    if (head.startsWith("PK\u0003\u0004")) {
      return Optional.of("a zip archive, such as PyTorch writes");
    }
    if (head.startsWith("\u001f\u008b")) {
      return Optional.of("a gzip archive; unpack it first");
    }
    if (head.startsWith("\u0080\u0002")) {
      return Optional.of("a Python pickle");
    }
    if (head.startsWith("GGUF")) {
      return Optional.of("a GGUF file; upload the weights it was made from");
    }
    if (head.startsWith("TFL3", TFLITE_MARK)) {
      return Optional.of("a TensorFlow Lite file; export the model as ONNX");
    }
    return head.startsWith("\u0089HDF")
        ? Optional.of("an HDF5 file; export the model as ONNX")
        : Optional.empty();
  }

  private static boolean isText(byte[] head) {
    for (byte next : head) {
      boolean isControl = next >= 0 && next < FIRST_PRINTABLE;
      if (isControl && next != '\n' && next != '\r' && next != '\t') {
        return false;
      }
    }
    return true;
  }
}
