package io.espalier.benchmark;

import io.espalier.engine.OnnxRuntime;
import io.espalier.engine.RunnableModel;
import io.espalier.engine.bench.LatencyBenchmark;
import io.espalier.engine.bench.LatencySettings;
import io.espalier.engine.bench.SampleInputs;
import io.espalier.format.onnx.OnnxLimits;
import io.espalier.format.onnx.OnnxReader;
import io.espalier.format.onnx.OnnxWriter;
import io.espalier.graph.Graph;
import io.espalier.graph.Tensor;
import io.espalier.graph.analysis.Analysis;
import io.espalier.graph.analysis.Analyzer;
import io.espalier.method.PlanContext;
import io.espalier.method.StepContext;
import io.espalier.method.StepPlan;
import io.espalier.method.prune.PruneMethod;
import io.espalier.method.spec.PruneSpec;
import io.espalier.method.spec.prune.Budget;
import io.espalier.method.spec.prune.Criterion;
import io.espalier.method.spec.prune.PruneLevel;
import io.espalier.method.spec.prune.Ranking;
import io.espalier.method.spec.prune.WidthLimits;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Times a network in ONNX Runtime, one sample at a time, before and after cuts to half of its MACs
 * by L1 norms, each with other options.
 *
 * <p>Arguments: {@code MODEL THREADS ROUNDS}. With one thread its processor time is told, with more
 * the time of the wall clock. In a round every network is timed once, in turn, so that a change of
 * the machine's speed meets all of them; told are medians over the rounds.
 */
final class SpeedBenchmark {
  private static final LatencySettings SETTINGS = new LatencySettings(2, 5, 20, 400);
  private static final double HALF = 0.5;

  private final LatencyBenchmark benchmark;
  private final Map<String, RunnableModel> models = new LinkedHashMap<>();
  private final Map<String, List<Double>> millis = new LinkedHashMap<>();
  private final OnnxRuntime runtime;
  private final Analysis original;
  private final Map<String, Tensor> sample;
  private final Path folder;
  private final PrintStream out;

  private SpeedBenchmark(int threads, Analysis original, Path folder, PrintStream out) {
    benchmark = new LatencyBenchmark(SETTINGS, clock(threads));
    runtime = new OnnxRuntime(threads);
    sample = new SampleInputs(1, Map.of()).draw(original.graph(), 1);
    this.original = original;
    this.folder = folder;
    this.out = out;
  }

  public static void main(String[] arguments) throws IOException {
    int threads = Integer.parseInt(arguments[1]);
    Path folder = Files.createTempDirectory("benchmark");
    try (Arena arena = Arena.ofShared()) {
      Graph graph =
          new OnnxReader(OnnxLimits.standard()).read(Path.of(arguments[0]), arena).graph();
      new SpeedBenchmark(threads, Analyzer.analyze(graph), folder, System.out)
          .run(Integer.parseInt(arguments[2]));
    } finally {
      Files.delete(folder);
    }
  }

  /** Of one thread the time of the processor, which other work of the machine disturbs least. */
  private static LongSupplier clock(int threads) {
    return threads == 1
        ? ManagementFactory.getThreadMXBean()::getCurrentThreadCpuTime
        : System::nanoTime;
  }

  private void run(int rounds) throws IOException {
    load("original", original.graph());
    for (PruneLevel level : List.of(PruneLevel.FILTER, PruneLevel.STAGE)) {
      cut("only " + level.wireName(), new Ranking.Scope.Global(), Set.of(level), 8);
    }
    for (int rounding : List.of(1, 8, 16, 32)) {
      cut("global, " + rounding, new Ranking.Scope.Global(), PruneSpec.USUAL_LEVELS, rounding);
    }
    for (int rounding : List.of(8, 16, 32)) {
      cut("layer, " + rounding, new Ranking.Scope.Layer(), PruneSpec.USUAL_LEVELS, rounding);
    }
    cut("isomorphic, 8", new Ranking.Scope.Isomorphic(), PruneSpec.USUAL_LEVELS, 8);
    for (int round = 0; round < rounds; round++) {
      models.forEach(this::time);
    }
    models.values().forEach(RunnableModel::close);
    millis.keySet().forEach(this::print);
  }

  private void cut(String name, Ranking.Scope scope, Set<PruneLevel> levels, int rounding)
      throws IOException {
    PruneSpec usual = PruneSpec.of(new Criterion.L1(), Budget.ofMacs(HALF));
    Ranking ranking =
        new Ranking(usual.ranking().normalization(), usual.ranking().reduction(), scope);
    PruneSpec spec =
        new PruneSpec(
            levels,
            usual.criterion(),
            ranking,
            usual.target(),
            new WidthLimits(rounding, 4),
            usual.layers(),
            usual.recovery(),
            usual.flow(),
            false);
    PruneMethod method = new PruneMethod();
    StepPlan plan = method.plan(original, spec, PlanContext.ofSeed(1));
    Graph graph = method.apply(original, spec, plan, StepContext.unwatched()).graph();
    double share = (double) Analyzer.analyze(graph).cost().macs() / original.cost().macs();
    load("%s: %.3f of the MACs".formatted(name, share), graph);
  }

  private void load(String name, Graph graph) throws IOException {
    Path file = folder.resolve("model.onnx");
    new OnnxWriter("benchmark").write(graph, file);
    models.put(name, runtime.load(file));
    millis.put(name, new ArrayList<>());
    Files.delete(file);
  }

  private void time(String name, RunnableModel model) {
    millis.get(name).add(benchmark.measure(model, sample).p50Millis());
  }

  private void print(String name) {
    double before = median(millis.values().iterator().next());
    double now = median(millis.get(name));
    out.printf(Locale.ROOT, "%s: %.2f ms, %.2f times as fast%n", name, now, before / now);
  }

  private static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(value -> value).sorted().toArray();
    return sorted[sorted.length / 2];
  }
}
