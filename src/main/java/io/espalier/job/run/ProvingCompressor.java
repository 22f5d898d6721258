package io.espalier.job.run;

import io.espalier.catalog.dataset.DatasetLibrary;
import io.espalier.engine.bench.SampleInputs;
import io.espalier.format.ModelFiles;
import io.espalier.graph.ValueInfo;
import io.espalier.job.JobContext;
import io.espalier.job.run.output.OutputSource;
import io.espalier.job.run.output.OutputWriter;
import io.espalier.job.run.output.VerifiedOutput;
import io.espalier.method.Compression;
import io.espalier.method.CompressionResult;
import io.espalier.method.MethodRegistry;
import io.espalier.method.spec.JobSpec;
import io.espalier.method.spec.Output;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problem;
import io.espalier.report.VerificationCheck;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Compresses a model, measures the result and lets none pass that is not right. */
public final class ProvingCompressor {
  private final Compression compression;
  private final DatasetLibrary datasets;
  private final ModelFormat format;
  private final OutputWriter outputs;
  private final RunEnvironment environment;

  public ProvingCompressor(
      MethodRegistry methods,
      DatasetLibrary datasets,
      ModelFormat format,
      OutputWriter outputs,
      RunEnvironment environment) {
    this.compression = new Compression(methods);
    this.datasets = datasets;
    this.format = format;
    this.outputs = outputs;
    this.environment = environment;
  }

  /**
   * Carries out every step of a job and makes its outputs.
   *
   * @throws EspalierException as the methods do, MODEL_NOT_RUNNABLE when ONNX Runtime refuses the
   *     original, as {@link OutputWriter#write} does, VERIFICATION_FAILED with every check that
   *     failed
   */
  Proven compress(Source source, JobSpec spec, JobContext context) {
    int threads = environment.machine().processors();
    ValueInfo input = source.analysis().graph().inputs().getFirst();
    try (JobData data = JobData.open(datasets, spec, input, threads)) {
      return compress(source, spec, data, context);
    }
  }

  private Proven compress(Source source, JobSpec spec, JobData data, JobContext context) {
    CompressionResult result =
        compression.run(
            source.analysis(),
            spec,
            data.training().map(JobData.Opened::summary),
            new StepContexts(source.analysis(), spec, data, environment, format, context));
    WrittenModel written =
        format.write(result.compressed().graph(), folder(context).resolve("model.onnx"));
    ModelFiles original = original(source, context);
    SampleSet samples = samples(result, spec, data);
    List<VerificationCheck> proved = new StaticChecks(format.reader()).check(result, written);
    Findings findings =
        examination(result, samples, spec, context)
            .examine(result, original, written.files(), samples.origin())
            .withFirst(proved);
    requirePassed(findings.verification());
    Findings measured = evaluated(findings, result, original, written.files(), data, context);
    List<VerifiedOutput> made = outputs(source, result, samples, findings, spec, context);
    Findings all = measured.withLast(made.stream().flatMap(one -> one.checks().stream()).toList());
    requirePassed(all.verification());
    return new Proven(
        result,
        written.files(),
        made.stream().flatMap(one -> one.files().stream()).toList(),
        StepFiles.write(result.steps(), context.scratch()),
        all,
        UsedData.of(data));
  }

  private Findings evaluated(
      Findings findings,
      CompressionResult result,
      ModelFiles original,
      ModelFiles written,
      JobData data,
      JobContext context) {
    return data.evaluation()
        .map(
            measured ->
                findings.withStages(
                    new StageEvaluation(environment.onnx(), format, context)
                        .evaluate(result, original, written, measured),
                    measured.describe()))
        .orElse(findings);
  }

  /** Apart from the outputs, which have the same names. */
  private static Path folder(JobContext context) {
    try {
      return Files.createDirectory(context.scratch().resolve("examined"));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /**
   * Files that ONNX Runtime opens: the one that was uploaded, or its graph as we write it, so that
   * no native code follows a name from an upload.
   */
  private ModelFiles original(Source source, JobContext context) {
    return source.isOneOnnxFile()
        ? source.files()
        : format
            .write(source.analysis().graph(), context.scratch().resolve("original.onnx"))
            .files();
  }

  private static SampleSet samples(CompressionResult result, JobSpec spec, JobData data) {
    return SampleSet.of(
        result.original().graph(), result.original().extents(), spec.seed(), data.evaluation());
  }

  private Examination examination(
      CompressionResult result, SampleSet samples, JobSpec spec, JobContext context) {
    Observer observer =
        new Observer(
            environment.benchmark(),
            samples.inputs(),
            new SampleInputs(1, result.original().extents())
                .draw(result.original().graph(), spec.seed()));
    return new Examination(environment, format, observer, context);
  }

  private List<VerifiedOutput> outputs(
      Source source,
      CompressionResult result,
      SampleSet samples,
      Findings findings,
      JobSpec spec,
      JobContext context) {
    OutputSource all =
        new OutputSource(
            result.original(),
            result.compressed(),
            source.imported().sources(),
            samples.inputs(),
            findings.outputs());
    List<VerifiedOutput> made = new ArrayList<>();
    spec.outputs().stream()
        .sorted(Comparator.comparing(Output::kind))
        .forEach(
            output -> {
              context.progress(0.9, "EXPORTING", "Writing " + output.kind().wireName());
              made.add(outputs.write(output, all, context.scratch()));
            });
    return made;
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
