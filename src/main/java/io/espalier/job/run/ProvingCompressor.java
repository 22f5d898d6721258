package io.espalier.job.run;

import io.espalier.dataset.BundledDatasets;
import io.espalier.dataset.LabelledImages;
import io.espalier.engine.bench.SampleInputs;
import io.espalier.graph.analysis.Analysis;
import io.espalier.job.JobContext;
import io.espalier.method.Compression;
import io.espalier.method.CompressionResult;
import io.espalier.method.MethodRegistry;
import io.espalier.method.spec.JobSpec;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problem;
import io.espalier.report.VerificationCheck;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compresses a model, measures the result and lets none pass that is not right. */
public final class ProvingCompressor {
  private final Compression compression;
  private final BundledDatasets datasets;
  private final ModelFormat format;
  private final RunEnvironment environment;

  public ProvingCompressor(
      MethodRegistry methods,
      BundledDatasets datasets,
      ModelFormat format,
      RunEnvironment environment) {
    this.compression = new Compression(methods);
    this.datasets = datasets;
    this.format = format;
    this.environment = environment;
  }

  /**
   * Carries out every step of a job.
   *
   * @param original the file the analysis was made from
   * @throws EspalierException as the methods do, MODEL_NOT_RUNNABLE when ONNX Runtime refuses the
   *     original, VERIFICATION_FAILED with every check that failed
   */
  Proven compress(Analysis analysis, Path original, JobSpec spec, JobContext context) {
    CompressionResult result = compression.run(analysis, spec, new RunningStep(context));
    Path file = context.scratch().resolve("model.onnx");
    format.writer().write(result.compressed().graph(), file);
    Findings findings = examine(result, original, file, spec, context);
    requirePassed(findings.verification());
    return new Proven(result, file, findings);
  }

  private Findings examine(
      CompressionResult result, Path original, Path file, JobSpec spec, JobContext context) {
    Analysis source = result.original();
    Map<String, Long> extents = source.extents();
    Optional<LabelledImages> labelled =
        spec.evaluation().flatMap(evaluation -> datasets.find(evaluation.dataset()));
    SampleSet samples = SampleSet.of(source.graph(), extents, spec.seed(), labelled);
    List<VerificationCheck> proved = new StaticChecks(format.reader()).check(result, file, extents);
    Observer observer =
        new Observer(
            environment.benchmark(),
            samples.inputs(),
            new SampleInputs(1, extents).draw(source.graph(), spec.seed()),
            labelled);
    return new Examination(environment, format.writer(), observer, context)
        .examine(result, original, file, samples.origin())
        .withFirst(proved);
  }

  private static void requirePassed(List<VerificationCheck> checks) {
    List<Problem> failed =
        checks.stream()
            .filter(VerificationCheck::failed)
            .map(check -> new Problem("result", "verification-failed", sentence(check)))
            .toList();
    if (!failed.isEmpty()) {
      throw new EspalierException(
          ErrorCode.VERIFICATION_FAILED, "The result is not published: it is not right.", failed);
    }
  }

  private static String sentence(VerificationCheck check) {
    return "%s: %s".formatted(check.check(), check.finding());
  }
}
