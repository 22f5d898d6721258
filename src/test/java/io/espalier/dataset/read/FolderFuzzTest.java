package io.espalier.dataset.read;

import java.util.List;

class FolderFuzzTest extends DatasetFuzz {
  @Override
  protected String name() {
    return "dataset-folders";
  }

  @Override
  protected List<byte[]> corpus() {
    return List.of(SmallSets.folders(), SmallSets.masks(), SmallSets.csvBesideImages());
  }

  @Override
  protected List<byte[]> tokens() {
    return tokens(
        "PK\u0003\u0004",
        "PK\u0001\u0002",
        "PK\u0005\u0006",
        "PK\u0006\u0006",
        "PK\u0006\u0007",
        "train/cat/a.png",
        "..",
        "/",
        "IHDR",
        "IDAT",
        "\u0008\u0000",
        "\u00ff\u00ff\u00ff\u00ff",
        "\u0000\u0000\u0000\u0000");
  }
}
