package io.espalier.format.safetensors;

import io.espalier.format.ForeignFormat;
import io.espalier.format.ModelFault;
import io.espalier.graph.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** One file as memory: a length, a header of that length, and the data. */
record SafetensorsFile(Map<String, Tensor> tensors, Map<String, String> metadata) {
  private static final ValueLayout.OfLong LENGTH =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  static SafetensorsFile read(MemorySegment file, SafetensorsLimits limits) {
    long headerBytes = headerBytes(file, limits);
    Header header = new HeaderParser(limits).parse(text(file.asSlice(Long.BYTES, headerBytes)));
    MemorySegment data = file.asSlice(Long.BYTES + headerBytes);
    Layout.check(header.entries(), data.byteSize());
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (HeaderEntry entry : header.entries()) {
      MemorySegment bytes = data.asSlice(entry.begin(), entry.end() - entry.begin());
      tensors.put(entry.name(), Tensor.of(entry.dtype().elementType(), entry.shape(), bytes));
    }
    return new SafetensorsFile(tensors, header.metadata());
  }

  private static long headerBytes(MemorySegment file, SafetensorsLimits limits) {
    if (file.byteSize() == 0) {
      throw ModelFault.at("", "empty-file", "The file is empty; upload a safetensors file.");
    }
    if (file.byteSize() < Long.BYTES) {
      throw ModelFault.at(
          "header", "st-header-too-small", "The file is too short for a safetensors header.");
    }
    long bytes = file.get(LENGTH, 0);
    long rest = file.byteSize() - Long.BYTES;
    if (rest > 0 && Long.compareUnsigned(bytes, rest) > 0) {
      refuseForeign(file);
    }
    if (Long.compareUnsigned(bytes, limits.headerBytes()) > 0) {
      throw ModelFault.at(
          "header",
          "st-header-too-large",
          "The header announces %s bytes; the limit is %d. Is this a safetensors file?"
              .formatted(Long.toUnsignedString(bytes), limits.headerBytes()));
    }
    if (bytes > file.byteSize() - Long.BYTES) {
      throw ModelFault.at(
          "header",
          "st-header-truncated",
          "The header announces %d bytes; the file holds %d more."
              .formatted(bytes, file.byteSize() - Long.BYTES));
    }
    return bytes;
  }

  private static void refuseForeign(MemorySegment file) {
    ForeignFormat.of(file)
        .ifPresent(
            format -> {
              throw ModelFault.at(
                  "header",
                  "not-safetensors",
                  "The file is no safetensors file; it looks like %s.".formatted(format));
            });
  }

  /** The text of a header or an index. */
  static String text(MemorySegment bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.asByteBuffer()).toString();
    } catch (CharacterCodingException _) {
      throw ModelFault.at("header", "st-header-not-utf8", "The header is not UTF-8.");
    }
  }
}
