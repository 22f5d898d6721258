package io.espalier.format.safetensors;

import io.espalier.format.ModelFault;
import io.espalier.problem.EspalierException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A {@code model.safetensors.index.json}: which shard holds which tensor.
 *
 * @param shards the key of a part by the name of a tensor
 */
record ShardIndex(Map<String, String> shards) {
  private static final String PLACE = "index";
  private static final String NOT_AN_INDEX = "st-bad-index";
  private static final int SNIFFED_BYTES = 64;

  /** True when the file begins as JSON does and not as a safetensors file does. */
  static boolean looksLike(MemorySegment file) {
    byte[] head =
        file.asSlice(0, Math.min(SNIFFED_BYTES, file.byteSize())).toArray(ValueLayout.JAVA_BYTE);
    for (byte next : head) {
      if (next != ' ' && next != '\n' && next != '\r' && next != '\t') {
        return next == '{' && head.length > Long.BYTES && head[Long.BYTES - 1] != 0;
      }
    }
    return false;
  }

  static ShardIndex read(MemorySegment file, SafetensorsLimits limits) {
    if (file.byteSize() > limits.headerBytes()) {
      throw fault(
          NOT_AN_INDEX,
          "The index of %d bytes is larger than %d, the limit."
              .formatted(file.byteSize(), limits.headerBytes()));
    }
    Map<String, String> shards = new LinkedHashMap<>();
    JsonText.read(
        SafetensorsFile.text(file),
        PLACE,
        NOT_AN_INDEX,
        limits.nameCharacters(),
        json -> readRoot(json, shards));
    if (shards.isEmpty()) {
      throw fault(NOT_AN_INDEX, "The index must have a weight_map that names tensors.");
    }
    if (shards.size() > limits.tensors()) {
      throw fault(
          "too-many-tensors",
          "The index names more than %d tensors, the limit.".formatted(limits.tensors()));
    }
    return new ShardIndex(shards);
  }

  private static void readRoot(JsonText json, Map<String, String> shards) {
    json.members(
        name -> {
          if (name.equals("weight_map") && json.isObject()) {
            json.members(tensor -> shards.put(tensor, shard(json, tensor)));
          } else {
            json.skip();
          }
        });
  }

  private static String shard(JsonText json, String tensor) {
    Optional<String> shard = json.text();
    return shard
        .filter(ShardIndex::isPartName)
        .orElseThrow(
            () ->
                fault(
                    "bad-part-name",
                    "The index puts the tensor (%s) into a file that no part can be named after; use plain file names."
                        .formatted(tensor)));
  }

  private static boolean isPartName(String name) {
    return !name.isBlank()
        && !name.equals(".")
        && !name.equals("..")
        && name.chars().noneMatch(next -> next < ' ' || "/\\:".indexOf(next) >= 0);
  }

  /** The keys of all shards, in the order the index first names them. */
  Set<String> keys() {
    return new LinkedHashSet<>(shards.values());
  }

  static EspalierException fault(String code, String message) {
    return ModelFault.at(PLACE, code, message);
  }
}
