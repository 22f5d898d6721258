package io.espalier.job.run;

import io.espalier.artifact.ArtifactStore;
import io.espalier.catalog.Model;
import io.espalier.catalog.ModelCatalog;
import io.espalier.catalog.ModelService;
import io.espalier.dataset.BundledDatasets;
import io.espalier.dataset.LabelledImages;
import io.espalier.engine.bench.SampleInputs;
import io.espalier.graph.Graph;
import io.espalier.job.Job;
import io.espalier.job.JobContext;
import io.espalier.job.JobResult;
import io.espalier.job.JobRunner;
import io.espalier.method.Compression;
import io.espalier.method.CompressionResult;
import io.espalier.method.MethodRegistry;
import io.espalier.method.spec.JobSpec;
import io.espalier.method.spec.StrictJson;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problem;
import io.espalier.report.VerificationCheck;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compresses a model, proves and measures the result, and hands over its files. */
public final class CompressionRunner implements JobRunner {
  private final MethodRegistry methods;
  private final ModelCatalog catalog;
  private final ModelOpener models;
  private final BundledDatasets datasets;
  private final ModelFormat format;
  private final Publication publication;
  private final RunEnvironment environment;

  public CompressionRunner(
      MethodRegistry methods,
      ModelCatalog catalog,
      ArtifactStore store,
      BundledDatasets datasets,
      ModelFormat format,
      RunEnvironment environment) {
    this.methods = methods;
    this.catalog = catalog;
    this.models = new ModelOpener(store, format.reader());
    this.datasets = datasets;
    this.format = format;
    this.publication = new Publication(store, environment);
    this.environment = environment;
  }

  @Override
  public JobResult run(Job job, JobContext context) {
    Instant started = environment.clock().instant();
    byte[] document = job.spec().json().getBytes(StandardCharsets.UTF_8);
    JobSpec spec = methods.jobSpecReader().read(StrictJson.read(document));
    context.progress(0, "OPENING", "Reading the model");
    try (Arena arena = Arena.ofShared()) {
      OpenModel source = models.openVerified(model(spec), arena);
      CompressionResult result =
          new Compression(methods).run(source.analysis(), spec, new RunningStep(context));
      Path file = context.scratch().resolve("model.onnx");
      format.writer().write(result.compressed().graph(), file);
      Findings findings = examine(source, result, file, spec, context);
      requirePassed(findings.verification());
      context.progress(0.95, "PUBLISHING", "Storing the results");
      return publication.publish(new Outcome(job, spec, source, result, file, findings, started));
    }
  }

  private Model model(JobSpec spec) {
    return catalog.find(spec.model()).orElseThrow(ModelService::notFound);
  }

  private Findings examine(
      OpenModel source, CompressionResult result, Path file, JobSpec spec, JobContext context) {
    Map<String, Long> extents = source.model().summary().extents();
    Graph graph = source.analysis().graph();
    Optional<LabelledImages> labelled =
        spec.evaluation().flatMap(evaluation -> datasets.find(evaluation.dataset()));
    SampleSet samples = SampleSet.of(graph, extents, spec.seed(), labelled);
    List<VerificationCheck> proved = new StaticChecks(format.reader()).check(result, file, extents);
    Observer observer =
        new Observer(
            environment.benchmark(),
            samples.inputs(),
            new SampleInputs(1, extents).draw(graph, spec.seed()),
            labelled);
    Findings ran =
        new Examination(environment, format.writer(), observer, context)
            .examine(result, source.file(), file, samples.origin());
    return ran.withFirst(proved);
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
