package io.espalier.method.prune.criterion.data;

import io.espalier.graph.Tensor;
import java.util.List;

/** What is summed up over the values of a network while samples run through it. */
interface Tally {
  /** Names of the values that are read. */
  List<String> values();

  /**
   * Adds one batch.
   *
   * @param values in the order of {@link #values()}
   * @param first number of the first sample, from 0
   * @param samples of the batch
   */
  void add(List<Tensor> values, int first, int samples);
}
