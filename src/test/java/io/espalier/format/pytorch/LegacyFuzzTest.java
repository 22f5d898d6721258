package io.espalier.format.pytorch;

import io.espalier.format.fuzz.ReaderFuzz;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

class LegacyFuzzTest extends ReaderFuzz {
  private final PytorchReader reader = new PytorchReader(PytorchLimits.standard());

  @Override
  protected String name() {
    return "pytorch-stream";
  }

  @Override
  protected List<byte[]> corpus() {
    return List.of(LegacyBytes.good());
  }

  @Override
  protected List<byte[]> tokens() {
    return tokens(
        "\u0080\u0002",
        "\u008a\n",
        ".",
        "]",
        "e",
        "U\u00017",
        "N",
        "(",
        "t",
        "Q",
        "K\u0002",
        "\u0086",
        "\u0002\u0000\u0000\u0000\u0000\u0000\u0000\u0000",
        "}",
        "u",
        "\u0088");
  }

  @Override
  protected void read(MemorySegment file, Arena arena) {
    reader.read(file, arena);
  }
}
