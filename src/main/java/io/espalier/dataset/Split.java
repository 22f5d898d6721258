package io.espalier.dataset;

/** A part of a data set whose samples can be read in any order, by several threads at once. */
public interface Split {
  /** For example {@code train}. */
  String name();

  int size();

  /**
   * Reads and decodes one sample.
   *
   * @param index in [0, size)
   * @throws io.espalier.problem.EspalierException DATASET_INVALID, naming the entry, when it cannot
   *     be decoded within the limits
   */
  Sample read(int index);

  /** The target alone, where it is cheaper than the sample. */
  default Target target(int index) {
    return read(index).target();
  }
}
