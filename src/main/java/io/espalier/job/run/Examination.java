package io.espalier.job.run;

import io.espalier.engine.Device;
import io.espalier.engine.RunnableModel;
import io.espalier.engine.TorchRuntime;
import io.espalier.engine.bench.Agreement;
import io.espalier.engine.bench.Latency;
import io.espalier.format.ModelFiles;
import io.espalier.graph.Graph;
import io.espalier.graph.Tensor;
import io.espalier.graph.analysis.Analysis;
import io.espalier.job.JobContext;
import io.espalier.method.CompressionResult;
import io.espalier.method.CostTotals;
import io.espalier.method.Equivalence;
import io.espalier.method.StepResult;
import io.espalier.problem.Problem;
import io.espalier.report.ModelFigures;
import io.espalier.report.OutputAgreement;
import io.espalier.report.VerificationCheck;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs original and result in ONNX Runtime and in libtorch: proves that the cut is right, compares
 * the outputs and measures latency. One model is loaded at a time.
 */
final class Examination {
  /** Largest difference of two runs that must compute the same, relative to the largest output. */
  static final double EQUALITY_TOLERANCE = 1e-4;

  private final RunEnvironment environment;
  private final ModelFormat format;
  private final Observer observer;
  private final JobContext context;
  private final List<VerificationCheck> checks = new ArrayList<>();

  Examination(
      RunEnvironment environment, ModelFormat format, Observer observer, JobContext context) {
    this.environment = environment;
    this.format = format;
    this.observer = observer;
    this.context = context;
  }

  /**
   * Examines a result.
   *
   * @param original in files that ONNX Runtime opens
   * @param compressed as it was written
   * @param origin of the samples the outputs are compared on
   */
  Findings examine(
      CompressionResult result, ModelFiles original, ModelFiles compressed, String origin) {
    Observation before = inOnnxRuntime("MEASURING_ORIGINAL", 0.4, original);
    Observation after = inOnnxRuntime("MEASURING_RESULT", 0.55, compressed);
    checkEquivalents(result, after);
    Optional<Latency> torchBefore = inTorch(0.75, result.original(), "original", before);
    Optional<Latency> torchAfter = inTorch(0.85, result.compressed(), "result", after);
    return new Findings(
        figures(result.original(), original, before, torchBefore),
        figures(result.compressed(), compressed, after, torchAfter),
        OutputAgreement.of(origin, Agreement.between(before.outputs(), after.outputs())),
        after.outputs(),
        checks,
        List.of());
  }

  private Observation inOnnxRuntime(String phase, double fraction, ModelFiles files) {
    context.progress(fraction, phase, "Running in ONNX Runtime");
    try (RunnableModel model = new WatchedModel(environment.onnx().load(files.main()), context)) {
      return observer.observe(model);
    }
  }

  /** What a step left must agree with its equivalent: proof that only what was planned went. */
  private void checkEquivalents(CompressionResult result, Observation after) {
    context.progress(0.65, "PROVING", "Comparing with the original, its cut channels silenced");
    List<StepResult> steps = result.steps();
    for (int i = 0; i < steps.size(); i++) {
      boolean last = i == steps.size() - 1;
      checkEquivalents(steps.get(i), i, last ? Optional.of(after) : Optional.empty());
    }
  }

  private void checkEquivalents(StepResult step, int index, Optional<Observation> known) {
    for (Equivalence equivalence : step.output().equivalences()) {
      String check = "step %d: %s".formatted(index + 1, equivalence.claim());
      checks.add(
          switch (equivalence) {
            case Equivalence.Unlike unlike -> VerificationCheck.skipped(check, unlike.reason());
            case Equivalence.SameAs same -> equal(check, same, step, known);
          });
    }
  }

  private VerificationCheck equal(
      String check, Equivalence.SameAs same, StepResult step, Optional<Observation> known) {
    Optional<Observation> observed = same.made().isEmpty() ? known : Optional.empty();
    List<Tensor> made =
        observed
            .map(Observation::outputs)
            .orElseGet(() -> outputs(same.made().orElse(step.after().graph()), "made.onnx"));
    return equal(check, outputs(same.expected(), "same.onnx"), made);
  }

  /** The files are as large as the original, so they go as soon as they were run. */
  private List<Tensor> outputs(Graph graph, String name) {
    ModelFiles files = format.write(graph, context.scratch().resolve(name)).files();
    try (RunnableModel model = new WatchedModel(environment.onnx().load(files.main()), context)) {
      return observer.outputs(model);
    } finally {
      files.all().forEach(Examination::delete);
    }
  }

  static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<Latency> inTorch(
      double fraction, Analysis analysis, String which, Observation reference) {
    context.progress(fraction, "MEASURING_LIBTORCH", "Running the %s in libtorch".formatted(which));
    String check = "libtorch equals ONNX Runtime on the %s".formatted(which);
    List<Problem> unsupported = TorchRuntime.unsupported(analysis.typed());
    if (!unsupported.isEmpty()) {
      checks.add(VerificationCheck.skipped(check, unsupported.getFirst().message()));
      return Optional.empty();
    }
    try (RunnableModel model =
        new WatchedModel(environment.torch().on(device()).compile(analysis.typed()), context)) {
      Observation observed = observer.observe(model);
      checks.add(equal(check, reference.outputs(), observed.outputs()));
      return Optional.of(observed.latency());
    }
  }

  private static VerificationCheck equal(String check, List<Tensor> expected, List<Tensor> found) {
    double error = Agreement.between(expected, found).maximumRelativeError();
    return VerificationCheck.of(
        check,
        error <= EQUALITY_TOLERANCE,
        "largest relative difference %.2e, allowed %.0e".formatted(error, EQUALITY_TOLERANCE));
  }

  private Device device() {
    return context.devices().getFirst();
  }

  private static ModelFigures figures(
      Analysis analysis, ModelFiles files, Observation observed, Optional<Latency> torch) {
    List<Latency> latency = new ArrayList<>(List.of(observed.latency()));
    torch.ifPresent(latency::add);
    return ModelFigures.of(
        CostTotals.of(analysis.cost()),
        files.all().stream().mapToLong(Examination::size).sum(),
        latency,
        Optional.empty());
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
