package io.espalier.format.pytorch;

import io.espalier.format.fuzz.ReaderFuzz;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

class ArchiveFuzzTest extends ReaderFuzz {
  private final PytorchReader reader = new PytorchReader(PytorchLimits.standard());

  @Override
  protected String name() {
    return "pytorch-archive";
  }

  @Override
  protected List<byte[]> corpus() {
    return List.of(
        TorchArchive.good(),
        TorchArchive.withPickle(PickleBytes.oneTensor())
            .entry("m/data/0", TorchArchive.floats(1, 2))
            .entry("m/byteorder", "little")
            .finishWide(0));
  }

  @Override
  protected List<byte[]> tokens() {
    return tokens(
        "PK\u0003\u0004",
        "PK\u0001\u0002",
        "PK\u0005\u0006",
        "PK\u0006\u0006",
        "PK\u0007\u0008",
        "m/data.pkl",
        "m/data/0",
        "m/data/1",
        "m/version",
        "..",
        "\u00ff\u00ff\u00ff\u00ff",
        "\u0001\u0000\u0018\u0000",
        "\u0000\u0000\u0000\u0000",
        "m/code/x",
        "m/constants.pkl");
  }

  @Override
  protected void read(MemorySegment file, Arena arena) {
    reader.read(file, arena);
  }
}
