package io.espalier.dataset.read;

import java.util.List;

class NpzFuzzTest extends DatasetFuzz {
  @Override
  protected String name() {
    return "dataset-npz";
  }

  @Override
  protected List<byte[]> corpus() {
    return List.of(SmallSets.npz());
  }

  @Override
  protected List<byte[]> tokens() {
    return tokens(
        "PK\u0003\u0004",
        "'descr'",
        "'shape'",
        "'fortran_order'",
        "True",
        "'|O'",
        "'>f8'",
        "'<u1'",
        "'<i4'",
        "(4,)",
        "()",
        "(2, 2, 2)",
        "99999999999",
        "[",
        "NUMPY",
        "x.npy",
        "y_train.npy");
  }
}
