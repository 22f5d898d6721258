package io.espalier.dataset.read.array;

import io.espalier.dataset.read.fault.DatasetFault;
import io.espalier.problem.EspalierException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the header of an npy file, versions 1 to 3, without evaluating it.
 *
 * <p>The format: {@code \x93NUMPY}, two version bytes, the little-endian length of the text (16
 * bits, from version 2 on 32), then a Python dictionary literal with {@code descr}, {@code
 * fortran_order} and {@code shape}. Source: NumPy enhancement proposal 1 and numpy.lib.format. What
 * we do differently: arrays of objects hold pickles and are refused, as are records.
 */
final class NpyHeader {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int LONGEST_TEXT = 1 << 16;
  private static final int MOST_AXES = 32;
  private static final int LONGEST_NUMBER = 18;
  private static final Map<String, ElementType> TYPES =
      Map.ofEntries(
          Map.entry("b1", ElementType.BOOL),
          Map.entry("u1", ElementType.U8),
          Map.entry("i1", ElementType.I8),
          Map.entry("u2", ElementType.U16),
          Map.entry("i2", ElementType.I16),
          Map.entry("u4", ElementType.U32),
          Map.entry("i4", ElementType.I32),
          Map.entry("u8", ElementType.U64),
          Map.entry("i8", ElementType.I64),
          Map.entry("f2", ElementType.F16),
          Map.entry("f4", ElementType.F32),
          Map.entry("f8", ElementType.F64));

  private final String name;
  private final String text;
  private int at;
  private String type = "";
  private boolean columnMajor;
  private List<Long> dims = List.of();

  private NpyHeader(String name, String text) {
    this.name = name;
    this.text = text;
  }

  /**
   * Reads the header; the stream stands at the first number afterwards.
   *
   * @throws EspalierException [npy-header], [npy-object], [npy-type]
   * @throws IOException when the stream cannot be read
   */
  static ArrayHeader read(String name, InputStream input) throws IOException {
    try {
      return readOpen(name, input);
    } catch (EOFException _) {
      throw fault(name, "ends within its header");
    }
  }

  private static ArrayHeader readOpen(String name, InputStream input) throws IOException {
    byte[] start = exactly(input, MAGIC.length + 2);
    int version = start[MAGIC.length];
    if (!ByteBuffer.wrap(start, 0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC))
        || version < 1
        || version > 3) {
      throw fault(name, "is no npy file of version 1 to 3");
    }
    int lengthBytes = version == 1 ? Short.BYTES : Integer.BYTES;
    long length = littleEndian(exactly(input, lengthBytes));
    if (length > LONGEST_TEXT) {
      throw fault(name, "has a header of more than %d bytes".formatted(LONGEST_TEXT));
    }
    String text = new String(exactly(input, (int) length), StandardCharsets.UTF_8);
    return new NpyHeader(name, text).parse(start.length + lengthBytes + length);
  }

  private static byte[] exactly(InputStream input, int length) throws IOException {
    byte[] bytes = input.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException();
    }
    return bytes;
  }

  private static long littleEndian(byte[] bytes) {
    long value = 0;
    for (int i = bytes.length - 1; i >= 0; i--) {
      value = value << 8 | Byte.toUnsignedLong(bytes[i]);
    }
    return value;
  }

  private ArrayHeader parse(long headerBytes) {
    Set<String> keys = new HashSet<>();
    expect('{');
    while (!take('}')) {
      String key = string();
      expect(':');
      member(key);
      if (!keys.add(key)) {
        throw fault(name, "names one member twice");
      }
      if (!take(',')) {
        expect('}');
        break;
      }
    }
    skipBlanks();
    if (at < text.length() || keys.size() < 3) {
      throw fault(name, "has a header with too little or too much in it");
    }
    return new ArrayHeader(elementType(), order(), columnMajor, dims, headerBytes);
  }

  private void member(String key) {
    switch (key) {
      case "descr" -> type = descr();
      case "fortran_order" -> columnMajor = truth();
      case "shape" -> dims = tuple();
      default -> throw fault(name, "has an unknown member in its header");
    }
  }

  private String descr() {
    skipBlanks();
    if (at < text.length() && text.charAt(at) == '[') {
      throw DatasetFault.at(
          "entry " + name,
          "npy-type",
          "The array (%s) holds records; save each field as an array of its own."
              .formatted(DatasetFault.quote(name)));
    }
    return string();
  }

  private ElementType elementType() {
    String code = type.isEmpty() ? "" : type.substring(1);
    if (code.startsWith("O") || type.startsWith("O")) {
      throw DatasetFault.at(
          "entry " + name,
          "npy-object",
          "The array (%s) holds Python objects, which are not read; save numbers."
              .formatted(DatasetFault.quote(name)));
    }
    ElementType known = TYPES.get(code);
    if (known == null || "<>|=".indexOf(type.charAt(0)) < 0) {
      throw DatasetFault.at(
          "entry " + name,
          "npy-type",
          "The array (%s) has the type (%s), which is not read; save numbers of 8 to 64 bits."
              .formatted(DatasetFault.quote(name), DatasetFault.quote(type)));
    }
    return known;
  }

  private ByteOrder order() {
    return type.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
  }

  private List<Long> tuple() {
    List<Long> extents = new ArrayList<>();
    expect('(');
    while (!take(')')) {
      extents.add(number());
      if (!take(',')) {
        expect(')');
        break;
      }
    }
    if (extents.size() > MOST_AXES) {
      throw fault(name, "has more than %d axes".formatted(MOST_AXES));
    }
    return extents;
  }

  private long number() {
    skipBlanks();
    int from = at;
    while (at < text.length()
        && Character.digit(text.charAt(at), 10) >= 0
        && text.charAt(at) < 128) {
      at++;
    }
    if (at == from || at - from > LONGEST_NUMBER) {
      throw fault(name, "has an extent in its header that is no number of at most 18 digits");
    }
    long value = Long.parseLong(text.substring(from, at));
    if (at < text.length() && text.charAt(at) == 'L') {
      at++;
    }
    return value;
  }

  private boolean truth() {
    skipBlanks();
    for (boolean value : new boolean[] {true, false}) {
      String word = value ? "True" : "False";
      if (text.startsWith(word, at)) {
        at += word.length();
        return value;
      }
    }
    throw fault(name, "has a header that cannot be read");
  }

  private String string() {
    skipBlanks();
    char quote = at < text.length() ? text.charAt(at) : ' ';
    int end = quote == '\'' || quote == '"' ? text.indexOf(quote, at + 1) : -1;
    if (end < 0) {
      throw fault(name, "has a header that cannot be read");
    }
    String value = text.substring(at + 1, end);
    at = end + 1;
    return value;
  }

  private void expect(char wanted) {
    if (!take(wanted)) {
      throw fault(name, "has a header that cannot be read");
    }
  }

  private boolean take(char wanted) {
    skipBlanks();
    boolean there = at < text.length() && text.charAt(at) == wanted;
    at += there ? 1 : 0;
    return there;
  }

  private void skipBlanks() {
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\n')) {
      at++;
    }
  }

  private static EspalierException fault(String name, String what) {
    return DatasetFault.at(
        "entry " + name,
        "npy-header",
        "The array (%s) %s; save it again with numpy.".formatted(DatasetFault.quote(name), what));
  }
}
