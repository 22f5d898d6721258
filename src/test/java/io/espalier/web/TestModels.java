package io.espalier.web;

import io.espalier.catalog.DeclaredShapes;
import io.espalier.catalog.GroupCount;
import io.espalier.catalog.ModelAnalysis;
import io.espalier.catalog.ModelAnalyzer;
import io.espalier.catalog.ModelCost;
import io.espalier.catalog.ModelPort;
import io.espalier.catalog.ModelSummary;
import io.espalier.format.ModelFiles;
import io.espalier.intake.ImportOptions;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A format of the tests' own: a model is any file that starts with the word {@code model}. */
final class TestModels implements ModelAnalyzer {
  static final byte[] MAGIC = "model".getBytes(StandardCharsets.US_ASCII);

  @Override
  public ModelAnalysis analyze(ModelFiles files, ImportOptions options, DeclaredShapes shapes) {
    try (InputStream input = Files.newInputStream(files.main())) {
      if (!Arrays.equals(input.readNBytes(MAGIC.length), MAGIC)) {
        throw invalid();
      }
      return new ModelAnalysis("test", summary());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static EspalierException invalid() {
    String message = "The file is no model.";
    return new EspalierException(
        ErrorCode.MODEL_INVALID, message, List.of(new Problem("model:", "not-a-model", message)));
  }

  static ModelSummary summary() {
    return new ModelSummary(
        new ModelCost(10, 20, 40),
        List.of(new ModelPort("x", "float", List.of("batch", "3"))),
        List.of(new ModelPort("y", "float", List.of("batch", "2"))),
        Map.of(),
        new TreeMap<>(Map.of("Gemm", 1)),
        new GroupCount(1, 0),
        List.of());
  }
}
