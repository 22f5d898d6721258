package io.espalier.web.input;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.params.provider.Arguments;

/** The rows of the bad-input table for data sets: labels, samples, tables, arrays and archives. */
final class DatasetRows {
  private static final int UNIX_MODE_OFFSET = 38;
  private static final int SYMBOLIC_LINK = 0xA1FF;
  private static final byte[] CENTRAL_ENTRY = {'P', 'K', 1, 2};

  private DatasetRows() {}

  /** Name, code of the problem, content. */
  static Stream<Arguments> refused() {
    return Stream.of(labels(), empty(), tables(), arrays(), archives()).flatMap(rows -> rows);
  }

  private static Stream<Arguments> labels() {
    return Stream.of(
        Arguments.of("D1 class -1", "dataset-label-range", csv("a,label\n1,0\n2,-1\n3,1\n")),
        Arguments.of("D1 class NaN", "csv-number", csv("a,label\nx,0\n2,1\n")),
        Arguments.of("D1 missing file", "missing-file", zip("t.csv", csv("file,label\na.png,0\n"))),
        Arguments.of(
            "D1 fewer labels than samples",
            "label-count",
            npz(npy("<f4", "(3, 2)", 24), npy("<i8", "(2,)", 16))));
  }

  private static Stream<Arguments> empty() {
    return Stream.of(
        Arguments.of("D2 nothing at all", "empty-file", new byte[0]),
        Arguments.of("D2 a table of no rows", "dataset-empty", csv("a,label\n")));
  }

  private static Stream<Arguments> tables() {
    String wide = "c,".repeat(100_000) + "label\n";
    return Stream.of(
        Arguments.of("D3 quote open to the end", "csv-quote", csv("a,label\n\"1,0\n2,1\n")),
        Arguments.of("D3 100,001 columns", "csv-columns", csv(wide)),
        Arguments.of("D3 formula", "csv-number", csv("a,label\n=cmd(),0\n2,1\n")),
        Arguments.of("D3 fields missing", "csv-fields", csv("a,b,label\n1,2,0\n1,1\n")),
        Arguments.of(
            "D3 mixed encodings",
            "csv-encoding",
            "a,label\n1,\u00e9\n2,x\n".getBytes(StandardCharsets.ISO_8859_1)));
  }

  private static Stream<Arguments> arrays() {
    byte[] labels = npy("<i8", "(2,)", 16);
    return Stream.of(
        Arguments.of("D4 objects", "npy-object", npz(npy("|O", "(2, 2)", 16), labels)),
        Arguments.of("D4 header of 1 GB", "npy-header", npz(giantHeader(), labels)),
        Arguments.of(
            "D4 more elements than bytes",
            "array-size",
            npz(npy("<f4", "(2, 1000000)", 16), labels)));
  }

  private static Stream<Arguments> archives() {
    byte[] inner = zip("train/a/1.png", csv("x"));
    return Stream.of(
        Arguments.of("P13 symbolic link", "archive-link", link()),
        Arguments.of("P14 zip in zip", "archive-nested", zip("train/a/x.zip", inner)),
        Arguments.of("P14 ratio", "archive-ratio", zip("train/a/1.png", new byte[64 << 20])),
        Arguments.of("P12 name that climbs", "zip-bad-name", zip("../../x.png", csv("x"))));
  }

  private static byte[] csv(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] npz(byte[] x, byte[] y) {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("x.npy", x);
    entries.put("y.npy", y);
    return zip(entries);
  }

  private static byte[] npy(String type, String shape, int bytes) {
    String text = "{'descr': '%s', 'fortran_order': False, 'shape': %s, }".formatted(type, shape);
    byte[] header =
        (text + " ".repeat(117 - text.length()) + "\n").getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(10 + header.length + bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put((byte) 0x93)
        .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
        .put((byte) 1)
        .put((byte) 0)
        .putShort((short) header.length)
        .put(header)
        .array();
  }

  private static byte[] giantHeader() {
    return ByteBuffer.allocate(64)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put((byte) 0x93)
        .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
        .put((byte) 2)
        .put((byte) 0)
        .putInt(1 << 30)
        .array();
  }

  /** An archive of one entry that says of itself that it is a symbolic link. */
  private static byte[] link() {
    byte[] zip = zip("train/a/1.png", csv("/etc/passwd"));
    for (int i = 0; i + 4 <= zip.length; i++) {
      if (Arrays.equals(zip, i, i + 4, CENTRAL_ENTRY, 0, 4)) {
        zip[i + 5] = 3;
        ByteBuffer.wrap(zip)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(i + UNIX_MODE_OFFSET, SYMBOLIC_LINK << 16);
      }
    }
    return zip;
  }

  private static byte[] zip(String name, byte[] content) {
    return zip(Map.of(name, content));
  }

  private static byte[] zip(Map<String, byte[]> entries) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return bytes.toByteArray();
  }
}
