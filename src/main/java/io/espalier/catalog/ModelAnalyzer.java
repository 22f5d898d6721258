package io.espalier.catalog;

import io.espalier.format.ModelFiles;
import io.espalier.intake.ImportOptions;

/** Reads untrusted files and says what model they hold. */
@FunctionalInterface
public interface ModelAnalyzer {
  /**
   * Reads the files; they may be moved or removed as soon as this returns.
   *
   * @param options what the uploader says of files that do not say it
   * @param shapes of inputs, where the uploader gave them
   * @throws io.espalier.problem.EspalierException MODEL_INVALID, UNSUPPORTED_FORMAT, TOO_LARGE, or
   *     VALIDATION_FAILED for the shapes, with every problem found
   */
  ModelAnalysis analyze(ModelFiles files, ImportOptions options, DeclaredShapes shapes);
}
