package io.espalier.catalog;

import java.nio.file.Path;

/** Reads an untrusted file and says what model it holds. */
@FunctionalInterface
public interface ModelAnalyzer {
  /**
   * Reads the file; it may be moved or removed as soon as this returns.
   *
   * @throws io.espalier.problem.EspalierException MODEL_INVALID, UNSUPPORTED_FORMAT or TOO_LARGE
   *     with every problem found
   */
  ModelAnalysis analyze(Path file);
}
