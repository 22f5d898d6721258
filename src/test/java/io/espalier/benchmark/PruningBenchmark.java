package io.espalier.benchmark;

import io.espalier.graph.Graph;
import io.espalier.graph.analysis.Analysis;
import io.espalier.method.StepContext;
import io.espalier.method.prune.Criteria;
import io.espalier.method.prune.criterion.ScoringContext;
import io.espalier.method.prune.criterion.ScoringData;
import io.espalier.method.prune.criterion.data.BlockScores;
import io.espalier.method.prune.turn.CutTurn;
import io.espalier.method.prune.turn.Progress;
import io.espalier.method.prune.width.Decision;
import io.espalier.method.prune.width.SearchSpace;
import io.espalier.method.spec.PruneSpec;
import io.espalier.method.spec.prune.Budget;
import io.espalier.method.spec.prune.Criterion;
import io.espalier.method.spec.prune.Ranking;
import io.espalier.method.spec.prune.Recovery;
import io.espalier.method.spec.prune.RecoveryPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGeneratorFactory;

/**
 * Measures what is left of a network's accuracy after a cut that nothing was trained after.
 *
 * <p>Arguments: {@code MODEL DATA MEAN STD CRITERION SCOPE}; mean and deviation are numbers
 * separated by commas.
 */
final class PruningBenchmark {
  private static final double[] BUDGETS = {0.75, 0.5, 0.35};
  private static final double NANOS_PER_SECOND = 1e9;

  private PruningBenchmark() {}

  public static void main(String[] arguments) throws IOException {
    try (MeasuredModel model =
        MeasuredModel.of(
            Path.of(arguments[0]),
            Path.of(arguments[1]),
            numbers(arguments[2]),
            numbers(arguments[3]))) {
      print("original", model.evaluate(model.original().graph()).top1());
      for (int i = 4; i + 1 < arguments.length; i += 2) {
        measure(model, criterion(arguments[i]), scope(arguments[i + 1]));
      }
    }
  }

  private static List<Double> numbers(String listed) {
    return List.of(listed.split(",")).stream().map(Double::valueOf).toList();
  }

  private static Criterion criterion(String name) {
    return switch (name) {
      case "l1" -> new Criterion.L1();
      case "random" -> new Criterion.Random();
      case "fpgm" -> new Criterion.GeometricMedian();
      case "hrank" -> new Criterion.HRank(500);
      case "kl" -> new Criterion.OutputDivergence(256);
      case "thinet" -> new Criterion.ThiNet(512, 10);
      case "lasso" -> new Criterion.Lasso(512, 10);
      default -> new Criterion.BackwardElimination(512, 16);
    };
  }

  private static Ranking.Scope scope(String name) {
    return name.equals("sensitivity")
        ? new Ranking.Scope.Sensitivity(512)
        : name.equals("layer") ? new Ranking.Scope.Layer() : new Ranking.Scope.Global();
  }

  private static PruneSpec spec(
      Criterion criterion, Ranking.Scope scope, double macs, List<Recovery> recovery) {
    PruneSpec usual = PruneSpec.of(criterion, Budget.ofMacs(macs));
    Ranking ranking =
        new Ranking(usual.ranking().normalization(), usual.ranking().reduction(), scope);
    return new PruneSpec(
        usual.levels(),
        criterion,
        ranking,
        usual.target(),
        usual.widths(),
        usual.layers(),
        new RecoveryPlan(Optional.of(recovery), 1000, 50),
        usual.flow(),
        false);
  }

  private static void measure(MeasuredModel model, Criterion criterion, Ranking.Scope scope)
      throws IOException {
    Analysis original = model.original();
    StepContext context = model.context();
    long began = System.nanoTime();
    ScoringContext scoring =
        new ScoringContext(
            original,
            RandomGeneratorFactory.of("L64X128MixRandom").create(1),
            Optional.of(ScoringData.of(context)));
    SearchSpace space =
        new CutTurn(original, spec(criterion, scope, 0.5, List.of()))
            .judge(Criteria.of(criterion, Budget.ofMacs(0.5)), BlockScores.of(criterion), scoring);
    System.out.printf(
        Locale.ROOT,
        "%s %s scored in %.1f s%n",
        criterion.wireName(),
        scope,
        (System.nanoTime() - began) / NANOS_PER_SECOND);
    for (double budget : BUDGETS) {
      for (List<Recovery> recovery :
          List.of(
              List.<Recovery>of(),
              List.of(Recovery.BN_RECALIBRATION),
              List.of(Recovery.LEAST_SQUARES))) {
        CutTurn turn = new CutTurn(original, spec(criterion, scope, budget, recovery));
        Decision decision =
            turn.decide(space, turn.limits(original.cost(), space, Optional.empty()));
        long start = System.nanoTime();
        Graph graph =
            turn.carryOut(decision.cut(), context, new Progress(0, 1)).recovered().graph();
        double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
        print(
            "%s %s %.2f %s %s %.1f s"
                .formatted(
                    criterion.wireName(), scope, budget, recovery, decision.widths(), seconds),
            model.evaluate(graph).top1());
      }
    }
  }

  private static void print(String what, double top1) {
    System.out.printf(Locale.ROOT, "%s: %.2f%n", what, 100 * top1);
  }
}
