package io.espalier.dataset;

import java.util.Optional;

/** Samples in splits, open for reading until closed. */
public interface Dataset extends AutoCloseable {
  DatasetSummary summary();

  /** The split of that name: {@code train} and {@code test} are usual, {@code val} may be there. */
  Optional<Split> split(String name);

  @Override
  void close();
}
