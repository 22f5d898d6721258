package io.espalier.dataset.read;

import java.util.List;

class IdxFuzzTest extends DatasetFuzz {
  @Override
  protected String name() {
    return "dataset-idx";
  }

  @Override
  protected List<byte[]> corpus() {
    return List.of(SmallSets.idx());
  }

  @Override
  protected List<byte[]> tokens() {
    return tokens(
        "PK\u0003\u0004",
        "train-images-idx3-ubyte",
        "t10k-labels-idx1-ubyte",
        "\u0000\u0000\u0008\u0003",
        "\u0000\u0000\r\u0001",
        "\u001f\u008b\u0008",
        "\u007f\u00ff\u00ff\u00ff",
        "\u0000\u0000\u0000\u0000");
  }
}
