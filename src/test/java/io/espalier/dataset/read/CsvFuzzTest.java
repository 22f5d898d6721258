package io.espalier.dataset.read;

import java.util.List;

class CsvFuzzTest extends DatasetFuzz {
  @Override
  protected String name() {
    return "dataset-csv";
  }

  @Override
  protected List<byte[]> corpus() {
    return List.of(SmallSets.csv());
  }

  @Override
  protected List<byte[]> tokens() {
    return tokens(
        "\"",
        ",",
        "\r\n",
        "label",
        "split",
        "image",
        "NaN",
        "1e999",
        "-1",
        "\u00ef\u00bb\u00bf",
        "train",
        "test",
        "0x1p3",
        "100000",
        "\u00ff");
  }
}
