package io.espalier.engine;

import io.espalier.graph.ElementType;
import io.espalier.graph.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Reads the float arrays of a NumPy archive. */
public final class Npz {
  private static final Pattern SHAPE = Pattern.compile("'shape': \\(([0-9, ]*)\\)");
  private static final int HEADER_LENGTH_AT = 8;
  private static final int HEADER_AT = 10;

  private Npz() {}

  public static Map<String, Tensor> read(Path file) throws IOException {
    Map<String, Tensor> arrays = new HashMap<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        try (InputStream content = zip.getInputStream(entry)) {
          arrays.put(entry.getName().replace(".npy", ""), array(content.readAllBytes()));
        }
      }
    }
    return arrays;
  }

  private static Tensor array(byte[] npy) {
    int length = (npy[HEADER_LENGTH_AT] & 0xff) | (npy[HEADER_LENGTH_AT + 1] & 0xff) << 8;
    String header = new String(npy, HEADER_AT, length, StandardCharsets.US_ASCII);
    if (!header.contains("'<f4'") || header.contains("'fortran_order': True")) {
      throw new IllegalArgumentException(header);
    }
    byte[] values = Arrays.copyOfRange(npy, HEADER_AT + length, npy.length);
    return Tensor.of(ElementType.FLOAT, shape(header), MemorySegment.ofArray(values));
  }

  private static long[] shape(String header) {
    Matcher matcher = SHAPE.matcher(header);
    if (!matcher.find()) {
      throw new IllegalArgumentException(header);
    }
    return Arrays.stream(matcher.group(1).split(","))
        .map(String::strip)
        .filter(extent -> !extent.isEmpty())
        .mapToLong(Long::parseLong)
        .toArray();
  }
}
