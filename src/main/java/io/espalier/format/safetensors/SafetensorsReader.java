package io.espalier.format.safetensors;

import io.espalier.format.MappedFile;
import io.espalier.format.ModelFiles;
import io.espalier.format.state.NonFinite;
import io.espalier.format.state.StateDict;
import io.espalier.graph.Tensor;
import io.espalier.problem.EspalierException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Reads safetensors files that nobody has checked, within limits, without copying their weights.
 *
 * <p>Source: the format's specification. What we do differently: a name that comes twice is
 * refused, because two readers could then see two tensors.
 */
public final class SafetensorsReader {
  private static final int SHOWN_KEYS = 20;

  private final SafetensorsLimits limits;

  public SafetensorsReader(SafetensorsLimits limits) {
    this.limits = limits;
  }

  /**
   * Maps one file; its tensors are valid as long as the arena.
   *
   * @throws EspalierException ({@code MODEL_INVALID}, {@code TOO_LARGE}) with the first fault
   * @throws java.io.UncheckedIOException when the file cannot be read at all
   */
  public StateDict read(Path file, Arena arena) {
    return read(ModelFiles.of(file), arena);
  }

  /**
   * Maps one file, or every shard that the main file, an index, names; keys of parts are compared,
   * never opened.
   *
   * @throws EspalierException ({@code MODEL_INVALID}, {@code TOO_LARGE}) with the first fault;
   *     [shard-missing] names the parts that were not uploaded
   * @throws java.io.UncheckedIOException when a file cannot be read at all
   */
  public StateDict read(ModelFiles files, Arena arena) {
    MemorySegment main = MappedFile.map(files.main(), limits.fileBytes(), arena);
    return ShardIndex.looksLike(main)
        ? sharded(ShardIndex.read(main, limits), files, arena)
        : read(main);
  }

  /**
   * The keys of the parts a file needs beside it: the shards when it is an index, else none.
   *
   * @throws EspalierException as {@link #read(ModelFiles, Arena)}
   */
  public SequencedSet<String> shards(Path file) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment main = MappedFile.map(file, limits.fileBytes(), arena);
      return new TreeSet<>(
          ShardIndex.looksLike(main) ? ShardIndex.read(main, limits).keys() : List.of());
    }
  }

  /** Reads a file from memory that must not change afterwards. */
  StateDict read(MemorySegment main) {
    SafetensorsFile file = SafetensorsFile.read(main, limits);
    return state(file.tensors(), file.metadata(), List.of());
  }

  private StateDict sharded(ShardIndex index, ModelFiles files, Arena arena) {
    List<String> missing =
        index.keys().stream().filter(key -> !files.parts().containsKey(key)).toList();
    if (!missing.isEmpty()) {
      throw ShardIndex.fault(
          "shard-missing",
          ("The index names files that were not uploaded: %s."
                  + " Send them and the index as one upload set.")
              .formatted(shown(missing)));
    }
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    Map<String, String> metadata = new LinkedHashMap<>();
    List<String> warnings = new ArrayList<>();
    for (String key : index.keys()) {
      MemorySegment bytes = MappedFile.map(files.parts().get(key), limits.fileBytes(), arena);
      SafetensorsFile shard = SafetensorsFile.read(bytes, limits);
      add(key, shard, index, tensors, warnings);
      metadata.putAll(shard.metadata());
    }
    requireAll(index, tensors);
    return state(tensors, metadata, warnings);
  }

  private static String shown(List<String> keys) {
    return keys.stream().limit(SHOWN_KEYS).collect(Collectors.joining(", "));
  }

  private void add(
      String key,
      SafetensorsFile shard,
      ShardIndex index,
      Map<String, Tensor> tensors,
      List<String> warnings) {
    shard
        .tensors()
        .forEach(
            (name, tensor) -> {
              if (tensors.putIfAbsent(name, tensor) != null) {
                throw ShardIndex.fault(
                    "st-duplicate-name",
                    "The tensor (%s) is in more than one shard.".formatted(name));
              }
              if (!key.equals(index.shards().get(name))) {
                warnings.add(
                    "The tensor (%s) of the shard (%s) is not where the index puts it."
                        .formatted(name, key));
              }
            });
  }

  private static void requireAll(ShardIndex index, Map<String, Tensor> tensors) {
    index.shards().keySet().stream()
        .filter(name -> !tensors.containsKey(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw ShardIndex.fault(
                  "st-missing-tensor", "No shard holds the tensor (%s).".formatted(name));
            });
  }

  private static StateDict state(
      Map<String, Tensor> tensors, Map<String, String> metadata, List<String> warnings) {
    List<String> all = new ArrayList<>(warnings);
    NonFinite.warning(tensors).ifPresent(all::add);
    return new StateDict(tensors, metadata, all);
  }
}
