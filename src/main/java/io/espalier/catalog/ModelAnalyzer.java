package io.espalier.catalog;

import java.nio.file.Path;

/** Reads an untrusted file and says what model it holds. */
@FunctionalInterface
public interface ModelAnalyzer {
  /**
   * Reads the file; it may be moved or removed as soon as this returns.
   *
   * @param shapes of inputs, where the uploader gave them
   * @throws io.espalier.problem.EspalierException MODEL_INVALID, UNSUPPORTED_FORMAT, TOO_LARGE, or
   *     VALIDATION_FAILED for the shapes, with every problem found
   */
  ModelAnalysis analyze(Path file, DeclaredShapes shapes);
}
