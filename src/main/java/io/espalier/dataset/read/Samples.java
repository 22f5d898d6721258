package io.espalier.dataset.read;

import io.espalier.dataset.Sample;
import io.espalier.dataset.Target;

/** Samples in the order of a file, read and checked one by one, by several threads at once. */
interface Samples {
  int size();

  /**
   * Reads and decodes one sample.
   *
   * @throws io.espalier.problem.EspalierException ({@code DATASET_INVALID}) with its place
   */
  Sample read(int index);

  Target target(int index);
}
