package io.espalier.catalog.dataset;

import io.espalier.dataset.DatasetSummary;
import io.espalier.dataset.read.DatasetOptions;
import java.nio.file.Path;

/** Reads an untrusted file and says what data set it holds. */
@FunctionalInterface
public interface DatasetExaminer {
  /**
   * Looks at every sample; the file may be moved or removed as soon as this returns.
   *
   * @throws io.espalier.problem.EspalierException DATASET_INVALID, UNSUPPORTED_FORMAT or TOO_LARGE,
   *     with every problem found
   */
  DatasetSummary examine(Path file, DatasetOptions options);
}
