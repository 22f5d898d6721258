package io.espalier.dataset.read;

import io.espalier.dataset.Dataset;
import io.espalier.dataset.DatasetSummary;
import io.espalier.dataset.Split;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Optional;

/** A data set over a mapped file. */
record OpenedDataset(DatasetSummary summary, List<Split> splits, Arena arena) implements Dataset {
  @Override
  public Optional<Split> split(String name) {
    return splits.stream().filter(split -> split.name().equals(name)).findFirst();
  }

  @Override
  public void close() {
    arena.close();
  }
}
