package io.espalier.format.safetensors;

import io.espalier.format.fuzz.ReaderFuzz;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

class SafetensorsFuzzTest extends ReaderFuzz {
  private final SafetensorsReader reader = new SafetensorsReader(SafetensorsLimits.standard());

  @Override
  protected String name() {
    return "safetensors";
  }

  @Override
  protected List<byte[]> corpus() {
    return List.of(
        SafetensorsBytes.good(),
        SafetensorsBytes.emptyTensors(20),
        SafetensorsBytes.tensor("\"BF16\"", "[2,3]", "[0,12]", 12),
        SafetensorsBytes.file("{}", 0));
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
        "\\u0000",
        "null",
        "true",
        "1e3",
        "-1",
        "1.0",
        "9007199254740993",
        "18446744073709551616",
        "\"dtype\"",
        "\"shape\"",
        "\"data_offsets\"",
        "\"F32\"",
        "\"F4\"",
        "\"I64\"",
        "\"__metadata__\"",
        "\"a\"",
        "\"b\"",
        " ",
        "[0,0]");
  }

  @Override
  protected void read(MemorySegment file, Arena arena) {
    reader.read(file);
  }
}
