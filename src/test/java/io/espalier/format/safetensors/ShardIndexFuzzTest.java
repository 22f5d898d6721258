package io.espalier.format.safetensors;

import io.espalier.format.fuzz.ReaderFuzz;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.List;

class ShardIndexFuzzTest extends ReaderFuzz {
  @Override
  protected String name() {
    return "shard-index";
  }

  @Override
  protected List<byte[]> corpus() {
    return List.of(
        "{\"metadata\":{\"total_size\":8},\"weight_map\":{\"a\":\"x\",\"b\":\"y\"}}"
            .getBytes(StandardCharsets.UTF_8));
  }

  @Override
  protected List<byte[]> tokens() {
    return tokens(
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "null",
        "\"weight_map\"",
        "\"metadata\"",
        "\"a\"",
        "\"..\"",
        "\"../x\"",
        "\\ud800",
        "\u00ff");
  }

  @Override
  protected void read(MemorySegment file, Arena arena) {
    ShardIndex.read(file, SafetensorsLimits.standard());
  }
}
