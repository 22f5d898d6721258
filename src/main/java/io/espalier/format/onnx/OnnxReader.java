package io.espalier.format.onnx;

import io.espalier.format.ForeignFormat;
import io.espalier.format.MappedFile;
import io.espalier.format.ModelFault;
import io.espalier.format.ModelFiles;
import io.espalier.format.onnx.wire.WireReader;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problem;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Function;

/** Reads an ONNX file that nobody has checked, within limits, without copying its weights. */
public final class OnnxReader {
  /** What bytes that are no protobuf message at all are first noticed by. */
  private static final Set<String> WIRE_FAULTS =
      Set.of(
          "onnx-truncated",
          "onnx-bad-wire",
          "onnx-no-graph",
          "onnx-not-utf8",
          "onnx-repeated-singular",
          "name-too-long",
          "too-many-messages");

  private final OnnxLimits limits;

  public OnnxReader(OnnxLimits limits) {
    this.limits = limits;
  }

  /**
   * Maps the file and brings the model to the graph, at opset 17 or newer.
   *
   * <p>Weights stay in the mapping: the graph is valid as long as the arena.
   *
   * @throws EspalierException ({@code MODEL_INVALID}, {@code TOO_LARGE}) with every problem found
   * @throws UncheckedIOException when the file cannot be read at all
   */
  public OnnxModel read(Path file, Arena arena) {
    return read(ModelFiles.of(file), arena);
  }

  /**
   * Maps a model whose tensors may lie in other parts of its upload.
   *
   * <p>The location of a tensor is compared with the keys of the parts, never opened.
   *
   * @throws EspalierException ({@code MODEL_INVALID}, {@code TOO_LARGE}) with every problem found;
   *     ({@code UPLOAD_INCOMPLETE}) when nothing is wrong but that parts are missing, with a
   *     problem for each
   * @throws UncheckedIOException when a file cannot be read at all
   */
  public OnnxModel read(ModelFiles files, Arena arena) {
    return read(MappedFile.map(files.main(), limits.fileBytes(), arena), files.parts(), arena);
  }

  /**
   * The keys of all parts a model file needs beside it.
   *
   * @throws EspalierException ({@code MODEL_INVALID}, {@code TOO_LARGE}) when the file cannot be
   *     read so far
   */
  public SortedSet<String> externalParts(Path file) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment main = MappedFile.map(file, limits.fileBytes(), arena);
      Decoding decoding = new Decoding(limits, Map.of(), arena);
      sniffing(main, in -> new ModelDecoder(decoding).read(in), decoding);
      return decoding.external().named();
    }
  }

  /** Reads a model from memory that must not change afterwards. */
  OnnxModel read(MemorySegment file, Arena arena) {
    return read(file, Map.of(), arena);
  }

  /** Reads a model from memory, and its parts from files. */
  OnnxModel read(MemorySegment main, Map<String, Path> parts, Arena arena) {
    return read(main, new Decoding(limits, parts, arena));
  }

  private static OnnxModel read(MemorySegment file, Decoding decoding) {
    return sniffing(file, in -> new ModelDecoder(decoding).decode(in), decoding);
  }

  private static <T> T sniffing(
      MemorySegment file, Function<WireReader, T> reading, Decoding decoding) {
    if (file.byteSize() == 0) {
      throw ModelFault.at("", "empty-file", "The file is empty; upload an ONNX model.");
    }
    try {
      return reading.apply(WireReader.of(file, decoding.budget()));
    } catch (EspalierException refusal) {
      throw sniffed(refusal, file);
    }
  }

  /** A clearer refusal when the bytes are plainly of another format. */
  private static EspalierException sniffed(EspalierException refusal, MemorySegment file) {
    boolean isWireFault =
        refusal.problems().stream().map(Problem::code).anyMatch(WIRE_FAULTS::contains);
    Optional<String> format = isWireFault ? ForeignFormat.of(file) : Optional.empty();
    return format
        .map(
            name ->
                ModelFault.at(
                    "",
                    "onnx-not-protobuf",
                    "The file is no ONNX model; it looks like %s.".formatted(name)))
        .orElse(refusal);
  }
}
