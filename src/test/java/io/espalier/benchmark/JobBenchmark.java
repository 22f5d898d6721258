package io.espalier.benchmark;

import io.espalier.graph.Graph;
import io.espalier.json.StrictJson;
import io.espalier.method.Compression;
import io.espalier.method.CompressionResult;
import io.espalier.method.MethodRegistry;
import io.espalier.method.StepResult;
import io.espalier.method.finetune.FineTuneMethod;
import io.espalier.method.prune.PruneMethod;
import io.espalier.method.sensitivity.SensitivityMethod;
import io.espalier.method.spec.JobSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Measures a network before and after every step of a job.
 *
 * <p>Arguments: {@code MODEL DATA MEAN STD STEPS}; mean and deviation are numbers separated by
 * commas, the steps a JSON array as job documents have it.
 */
final class JobBenchmark {
  private static final double NANOS_PER_SECOND = 1e9;

  private JobBenchmark() {}

  public static void main(String[] arguments) throws IOException {
    MethodRegistry methods =
        new MethodRegistry(
            List.of(new PruneMethod(), new FineTuneMethod(), new SensitivityMethod()));
    String document =
        "{\"model\":\"mdl\",\"dataset\":\"ds\",\"seed\":1,\"steps\":%s}".formatted(arguments[4]);
    JobSpec job =
        methods.jobSpecReader().read(StrictJson.read(document.getBytes(StandardCharsets.UTF_8)));
    try (MeasuredModel model =
        MeasuredModel.of(
            Path.of(arguments[0]),
            Path.of(arguments[1]),
            numbers(arguments[2]),
            numbers(arguments[3]))) {
      print("original", model, model.original().graph());
      long began = System.nanoTime();
      CompressionResult result =
          new Compression(methods)
              .run(model.original(), job, Optional.of(model.summary()), _ -> model.context());
      System.out.printf(
          Locale.ROOT,
          "%d steps in %.0f s%n",
          result.steps().size(),
          (System.nanoTime() - began) / NANOS_PER_SECOND);
      for (StepResult step : result.steps()) {
        for (var variant : step.output().variants()) {
          print(step.plan().type() + ", " + variant.name(), model, variant.graph());
        }
        double remaining = (double) step.after().cost().macs() / model.original().cost().macs();
        print(
            String.format(Locale.ROOT, "%s, %.3f of the MACs", step.plan().type(), remaining),
            model,
            step.after().graph());
      }
    }
  }

  private static List<Double> numbers(String listed) {
    return Stream.of(listed.split(",")).map(Double::valueOf).toList();
  }

  private static void print(String what, MeasuredModel model, Graph graph) throws IOException {
    System.out.printf(Locale.ROOT, "%s: %.2f %%%n", what, 100 * model.evaluate(graph).top1());
  }
}
