package io.espalier.benchmark;

import io.espalier.graph.analysis.Analysis;
import io.espalier.graph.analysis.Analyzer;
import io.espalier.method.PlanContext;
import io.espalier.method.StepContext;
import io.espalier.method.StepPlan;
import io.espalier.method.prune.PruneMethod;
import io.espalier.method.spec.PruneSpec;
import io.espalier.method.spec.prune.Budget;
import io.espalier.method.spec.prune.Criterion;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Times the planning of a prune step for ResNet-50, and planning and cutting together.
 *
 * <p>Argument: how many rounds; the first includes the start of the virtual machine. Told are
 * wall-clock times and, for loaded machines, those of the processor on this thread.
 */
final class PlanningBenchmark {
  private static final double NANOS_PER_MILLI = 1e6;

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final PrintStream out;
  private final List<String> lines = new ArrayList<>();

  private PlanningBenchmark(PrintStream out) {
    this.out = out;
  }

  public static void main(String[] arguments) {
    new PlanningBenchmark(System.out).run(Integer.parseInt(arguments[0]));
  }

  private void run(int rounds) {
    Analysis analysis = Analyzer.analyze(Bottlenecks.resNet50());
    Optional<Double> half = Optional.of(0.5);
    Budget both = new Budget(half, half, Optional.empty(), Optional.empty());
    for (int round = 0; round < rounds; round++) {
      measure("half of the MACs", analysis, Budget.ofMacs(0.5));
      measure("a tenth of the MACs", analysis, Budget.ofMacs(0.1));
      measure("half of MACs and parameters", analysis, both);
    }
    lines.forEach(out::println);
  }

  private void measure(String what, Analysis analysis, Budget budget) {
    PruneMethod method = new PruneMethod();
    PruneSpec spec = PruneSpec.of(new Criterion.L1(), budget);
    long wall = System.nanoTime();
    long processor = threads.getCurrentThreadCpuTime();
    StepPlan plan = method.plan(analysis, spec, PlanContext.ofSeed(1));
    double planned = (System.nanoTime() - wall) / NANOS_PER_MILLI;
    double plannedOnProcessor = (threads.getCurrentThreadCpuTime() - processor) / NANOS_PER_MILLI;
    method.apply(analysis, spec, plan, StepContext.unwatched());
    lines.add(
        "%s: plan %.0f ms (%.0f ms of processor), with the cut %.0f ms (%.0f ms): %s"
            .formatted(
                what,
                planned,
                plannedOnProcessor,
                (System.nanoTime() - wall) / NANOS_PER_MILLI,
                (threads.getCurrentThreadCpuTime() - processor) / NANOS_PER_MILLI,
                plan.target().orElseThrow().explanation()));
  }
}
