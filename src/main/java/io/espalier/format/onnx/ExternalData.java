package io.espalier.format.onnx;

import io.espalier.format.MappedFile;
import io.espalier.format.onnx.wire.WireReader;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problem;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Bytes of tensors that lie beside the model, taken from the parts of its upload.
 *
 * <p>A location is compared with the keys of the parts and opened in no case. Tensors may share a
 * range, and must not overlap otherwise.
 */
final class ExternalData {
  private static final Comparator<Range> BY_PLACE =
      Comparator.comparing(Range::key)
          .thenComparingLong(Range::begin)
          .thenComparingLong(Range::end);
  private static final int RANGE_BYTES = 96;
  private static final int LONG_DIGITS = 18;

  private final Map<String, Path> parts;
  private final long partBytes;
  private final Arena arena;
  private final Map<String, MemorySegment> mapped = new HashMap<>();
  private final SortedSet<String> named = new TreeSet<>();
  private final List<Range> ranges = new ArrayList<>();

  /**
   * @param parts of the upload, by key
   * @param partBytes limit of one part
   */
  ExternalData(Map<String, Path> parts, long partBytes, Arena arena) {
    this.parts = parts;
    this.partBytes = partBytes;
    this.arena = arena;
  }

  private record Range(String key, long begin, long end, String tensor) {
    boolean isEqual(Range other) {
      return begin == other.begin && end == other.end;
    }
  }

  /** Keys of all parts that tensors lie in. */
  SortedSet<String> named() {
    return named;
  }

  /** The bytes of a tensor; empty after a problem was reported, or when the part is missing. */
  Optional<MemorySegment> bytes(
      TensorHeader header, long expectedBytes, WireReader in, Decoding decoding) {
    decoding.budget().keep(RANGE_BYTES);
    String key = header.external().location();
    if (!isPartName(key)) {
      decoding.report(
          in,
          "onnx-external-location",
          "The tensor (%s) keeps its data in a file that no part of an upload can be named after;"
              + " save the model with plain file names.",
          header.name());
      return Optional.empty();
    }
    named.add(key);
    return parts.containsKey(key) ? inside(header, expectedBytes, in, decoding) : Optional.empty();
  }

  private static boolean isPartName(String name) {
    boolean isPlain = name.chars().noneMatch(next -> next < ' ' || "\\:%".indexOf(next) >= 0);
    for (String segment : name.split("/", -1)) {
      isPlain &= !segment.isBlank() && !segment.equals(".") && !segment.equals("..");
    }
    return isPlain;
  }

  private Optional<MemorySegment> inside(
      TensorHeader header, long expectedBytes, WireReader in, Decoding decoding) {
    ExternalFields fields = header.external();
    MemorySegment part = part(fields.location());
    long begin = number(fields.offset(), 0);
    long length = number(fields.length(), expectedBytes);
    if (begin < 0 || length < 0 || begin > part.byteSize() - length) {
      decoding.report(
          in,
          "onnx-external-range",
          "The tensor (%s) lies at offset %s with length %s, outside of the %d bytes of (%s).",
          header.name(),
          fields.offset().orElse("0"),
          fields.length().orElse(String.valueOf(expectedBytes)),
          part.byteSize(),
          fields.location());
      return Optional.empty();
    }
    if (length != expectedBytes) {
      decoding.report(
          in,
          "onnx-size-mismatch",
          "The tensor (%s) takes %d bytes; its external data has %d.",
          header.name(),
          expectedBytes,
          length);
      return Optional.empty();
    }
    ranges.add(new Range(fields.location(), begin, begin + length, header.name()));
    return Optional.of(part.asSlice(begin, length));
  }

  /** The number, what stands for it when it is absent, or -1 when it is none. */
  private static long number(Optional<String> text, long absent) {
    if (text.isEmpty()) {
      return absent;
    }
    String digits = text.get();
    boolean isNumber =
        !digits.isEmpty()
            && digits.length() <= LONG_DIGITS
            && digits.chars().allMatch(next -> next >= '0' && next <= '9');
    return isNumber ? Long.parseLong(digits) : -1;
  }

  private MemorySegment part(String key) {
    return mapped.computeIfAbsent(key, _ -> MappedFile.map(parts.get(key), partBytes, arena));
  }

  /** Reports tensors that overlap without being the same bytes, and parts nothing lies in. */
  void check(Decoding decoding) {
    List<Range> sorted =
        ranges.stream().filter(range -> range.begin < range.end).sorted(BY_PLACE).toList();
    for (int i = 1; i < sorted.size(); i++) {
      Range before = sorted.get(i - 1);
      Range here = sorted.get(i);
      if (here.key.equals(before.key) && here.begin < before.end && !here.isEqual(before)) {
        decoding.report(
            "graph.initializer[%s]".formatted(here.tensor),
            "onnx-external-range",
            "The tensors (%s) and (%s) overlap in (%s).",
            before.tensor,
            here.tensor,
            here.key);
      }
    }
    parts.keySet().stream()
        .filter(key -> !named.contains(key))
        .sorted()
        .forEach(key -> decoding.warn("The model does not use the part (%s).".formatted(key)));
  }

  /**
   * Ends the reading when parts are missing.
   *
   * @throws EspalierException ({@code UPLOAD_INCOMPLETE}) with a problem for each
   */
  void requireAll() {
    List<String> missing = named.stream().filter(key -> !parts.containsKey(key)).toList();
    if (!missing.isEmpty()) {
      throw new EspalierException(
          ErrorCode.UPLOAD_INCOMPLETE,
          ("The model keeps weights in files that were not uploaded, the first of %d is (%s)."
                  + " Send them and the model as one upload set.")
              .formatted(missing.size(), missing.getFirst()),
          missing.stream().map(ExternalData::missing).toList());
    }
  }

  private static Problem missing(String key) {
    return new Problem(
        "model:part[%s]".formatted(key),
        "upload-incomplete",
        "The part (%s) is missing; upload it under this name.".formatted(key));
  }
}
