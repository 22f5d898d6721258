package io.espalier.method.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.graph.Graph;
import io.espalier.graph.Tensor;
import io.espalier.graph.analysis.Analysis;
import io.espalier.graph.analysis.Analyzer;
import io.espalier.method.CostTotals;
import io.espalier.method.GroupCut;
import io.espalier.method.LayerComparison;
import io.espalier.method.PlanContext;
import io.espalier.method.StepContext;
import io.espalier.method.StepPlan;
import io.espalier.method.TargetOutcome;
import io.espalier.method.TrainingContext;
import io.espalier.method.prune.width.Measure;
import io.espalier.method.spec.PruneSpec;
import io.espalier.method.spec.prune.Budget;
import io.espalier.method.spec.prune.Criterion;
import io.espalier.method.spec.prune.WidthLimits;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PruneMethodTest {
  private static final int NETWORKS = 10;

  private final PruneMethod method = new PruneMethod();

  @ParameterizedTest
  @EnumSource(value = Measure.class, names = "LATENCY", mode = EnumSource.Mode.EXCLUDE)
  void reachesEveryTargetWithinTwoPercentOrExplainsIt(Measure measure) {
    for (long seed = 0; seed < NETWORKS; seed++) {
      Analysis analysis = analyze(Networks.mixed(seed));
      for (double remaining : new double[] {0.2, 0.5, 0.8}) {
        StepPlan plan = plan(analysis, new Criterion.L1(), budget(measure, remaining));
        TargetOutcome outcome = plan.target().orElseThrow();
        boolean close =
            Math.abs(measure.asked(outcome.reached()).orElseThrow() / remaining - 1)
                <= TargetOutcome.TOLERANCE;
        assertThat(outcome.met()).isEqualTo(close);
        assertThat(outcome.explanation()).contains(close ? "were asked for." : "This is the");
      }
    }
  }

  @Test
  void meetsMostTargetsOfRandomNetworks() {
    int met = 0;
    for (long seed = 0; seed < NETWORKS; seed++) {
      met += halved(analyze(Networks.mixed(seed))).target().orElseThrow().met() ? 1 : 0;
    }
    assertThat(met).isGreaterThanOrEqualTo(NETWORKS - 2);
  }

  @Test
  void costsAfterTheCutWhatThePlanSays() {
    for (long seed = 0; seed < NETWORKS; seed++) {
      Analysis analysis = analyze(Networks.mixed(seed));
      StepPlan plan = halved(analysis);
      Analysis after = analyze(apply(analysis, plan));
      assertThat(CostTotals.of(after.cost())).isEqualTo(plan.after());
      assertThat(LayerComparison.between(analysis.cost(), after.cost())).isEqualTo(plan.layers());
    }
  }

  @Test
  void keepsInputsAndOutputs() {
    Analysis analysis = analyze(Networks.mixed(2));
    Graph after = apply(analysis, halved(analysis));
    assertThat(after.inputs()).isEqualTo(analysis.graph().inputs());
    assertThat(after.outputs()).isEqualTo(analysis.graph().outputs());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 8, 16})
  void roundsWidthsAndKeepsTheFloor(int rounding) {
    int minimum = 6;
    for (long seed = 0; seed < NETWORKS; seed++) {
      Budget target = Budget.ofMacs(0.2);
      PruneSpec spec =
          PruneSpec.of(new Criterion.L2(), target).withWidths(new WidthLimits(rounding, minimum));
      for (GroupCut cut :
          method.plan(analyze(Networks.mixed(seed)), spec, PlanContext.ofSeed(0)).groups()) {
        boolean whole = cut.widthAfter() == cut.widthBefore();
        boolean wide = cut.widthBefore() >= 2 * rounding;
        assertThat(whole || cut.widthAfter() >= minimum).isTrue();
        assertThat(whole || !wide || cut.widthAfter() % rounding == 0).isTrue();
        assertThat(cut.removed()).hasSize(cut.widthBefore() - cut.widthAfter()).isSorted();
      }
    }
  }

  private static Budget budget(Measure measure, double remaining) {
    Optional<Double> asked = Optional.of(remaining);
    Optional<Double> none = Optional.empty();
    return switch (measure) {
      case MACS -> Budget.ofMacs(remaining);
      case PARAMETERS -> Budget.ofParameters(remaining);
      case BYTES -> new Budget(none, none, asked, none);
      case LATENCY -> new Budget(none, none, none, asked);
    };
  }

  @Test
  void refusesEveryBudgetBelowTheLeastAndTellsIt() {
    Analysis analysis = analyze(Networks.chain(1, 16, 16));
    Budget target =
        new Budget(Optional.of(0.001), Optional.of(0.9), Optional.of(0.002), Optional.empty());
    assertThatThrownBy(() -> plan(analysis, new Criterion.L1(), target))
        .isInstanceOfSatisfying(
            EspalierException.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(ErrorCode.INFEASIBLE_PLAN);
              assertThat(refusal.problems())
                  .extracting(Problem::place)
                  .containsExactly("/steps/0/target/macs", "/steps/0/target/bytes");
              assertThat(refusal.getMessage()).contains("0.001");
              assertThat(refusal.problems().getFirst().message()).contains("is 0.2895");
            });
  }

  @Test
  void explainsATargetBetweenTwoSteps() {
    StepPlan plan = plan(analyze(Networks.chain(1, 16)), new Criterion.L1(), Budget.ofMacs(0.75));
    assertThat(plan.target().orElseThrow().met()).isFalse();
    assertThat(plan.target().orElseThrow().explanation()).contains("the closest that was found");
  }

  @Test
  void leavesNormalisedWidthsWholeWhenTheRestIsEnough() {
    Analysis analysis = analyze(Networks.feedForward(1, 4, 32, 128, 3));
    StepPlan plan = halved(analysis);
    assertThat(plan.target().orElseThrow().met()).isTrue();
    assertThat(plan.groups()).anyMatch(GroupCut::altersNormalization);
    assertThat(plan.groups())
        .filteredOn(GroupCut::altersNormalization)
        .allMatch(cut -> cut.removed().isEmpty());
    assertThat(plan.warnings()).isEmpty();
  }

  @Test
  void cutsNormalisedWidthsWithAWarningWhenTheRestIsNotEnough() {
    Analysis analysis = analyze(Networks.feedForward(1, 4, 128, 16, 3));
    Budget target = Budget.ofMacs(0.3);
    StepPlan plan =
        method.plan(
            analysis,
            PruneSpec.of(new Criterion.L1(), target).withWidths(new WidthLimits(1, 4)),
            PlanContext.ofSeed(0));
    assertThat(plan.target().orElseThrow().met()).isTrue();
    assertThat(plan.warnings()).singleElement().asString().contains("fine-tune");
    assertThat(CostTotals.of(analyze(apply(analysis, plan)).cost())).isEqualTo(plan.after());
  }

  @Test
  void plansTheSameTwiceAndAnotherDrawForAnotherSeed() {
    Analysis analysis = analyze(Networks.chain(3, 64, 64));
    PruneSpec random = PruneSpec.of(new Criterion.Random(), Budget.ofMacs(0.5));
    assertThat(method.plan(analysis, random, PlanContext.ofSeed(1)))
        .isEqualTo(method.plan(analysis, random, PlanContext.ofSeed(1)));
    assertThat(method.plan(analysis, random, PlanContext.ofSeed(1)).groups())
        .isNotEqualTo(method.plan(analysis, random, PlanContext.ofSeed(2)).groups());
    assertThat(method.plan(analysis, random, PlanContext.ofSeed(1)).warnings().toString())
        .contains("control");
    PruneSpec l1 = PruneSpec.of(new Criterion.L1(), Budget.ofMacs(0.5));
    assertThat(method.plan(analysis, l1, PlanContext.ofSeed(1)))
        .isEqualTo(method.plan(analysis, l1, PlanContext.ofSeed(2)));
  }

  @Test
  void removesTheChannelsWithTheSmallestWeights() {
    Graph graph = Networks.chain(1, 32, 32);
    Map<String, Tensor> changed = new LinkedHashMap<>(graph.initializers());
    List<Integer> small = new ArrayList<>();
    float[] rows = graph.initializers().get("conv0.weight").toFloats();
    for (int c = 1; c < 32; c += 2) {
      small.add(c);
      java.util.Arrays.fill(rows, c * 27, (c + 1) * 27, 1e-6f);
    }
    changed.put("conv0.weight", Tensor.ofFloats(new long[] {32, 3, 3, 3}, rows));
    float[] columns = graph.initializers().get("conv3.weight").toFloats();
    for (int i = 0; i < columns.length; i++) {
      columns[i] *= i / 9 % 2 == 1 ? 1e-6f : 1;
    }
    changed.put("conv3.weight", Tensor.ofFloats(new long[] {32, 32, 3, 3}, columns));
    StepPlan plan = halved(analyze(graph.withInitializers(changed)));
    assertThat(plan.groups().getFirst().removed()).isEqualTo(small);
  }

  @Test
  void refusesAModelWithoutPrunableChannelsWithTheReasons() {
    assertThatThrownBy(() -> halved(analyze(Networks.frozen())))
        .isInstanceOfSatisfying(
            EspalierException.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(ErrorCode.INFEASIBLE_PLAN);
              assertThat(refusal.problems()).isNotEmpty();
            });
  }

  @Test
  void stopsWhenTheJobIsCancelled() {
    Analysis analysis = analyze(Networks.chain(1, 32, 32));
    StepPlan plan = halved(analysis);
    StepContext cancelled =
        new StepContext() {
          @Override
          public void progress(double fraction, String activity) {}

          @Override
          public void throwIfCancelled() {
            throw new CancellationException();
          }

          @Override
          public TrainingContext training() {
            return StepContext.unwatched().training();
          }
        };
    PruneSpec spec = PruneSpec.of(new Criterion.L1(), Budget.ofMacs(0.5));
    assertThatThrownBy(() -> method.apply(analysis, spec, plan, cancelled))
        .isInstanceOf(CancellationException.class);
  }

  private StepPlan halved(Analysis analysis) {
    return plan(analysis, new Criterion.L1(), Budget.ofMacs(0.5));
  }

  private StepPlan plan(Analysis analysis, Criterion criterion, Budget target) {
    return method.plan(analysis, PruneSpec.of(criterion, target), PlanContext.ofSeed(0));
  }

  private Graph apply(Analysis analysis, StepPlan plan) {
    PruneSpec spec = PruneSpec.of(new Criterion.L1(), Budget.ofMacs(0.5));
    return method.apply(analysis, spec, plan, StepContext.unwatched()).graph();
  }

  private static Analysis analyze(Graph graph) {
    return Analyzer.analyzeAsIs(graph, Map.of());
  }
}
