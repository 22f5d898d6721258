package io.espalier.method.prune.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.engine.bench.Latency;
import io.espalier.graph.Graph;
import io.espalier.graph.analysis.Analysis;
import io.espalier.graph.analysis.Analyzer;
import io.espalier.graph.cost.CostModel;
import io.espalier.graph.shape.ShapeInference;
import io.espalier.method.LatencyInstruments;
import io.espalier.method.PlanContext;
import io.espalier.method.PruningRecord;
import io.espalier.method.PruningRecord.Candidate;
import io.espalier.method.PruningRecord.LatencyOutcome;
import io.espalier.method.StepDocument;
import io.espalier.method.StepOutput;
import io.espalier.method.StepPlan;
import io.espalier.method.TargetOutcome;
import io.espalier.method.prune.PruneMethod;
import io.espalier.method.prune.latency.MemoryLatencyTable;
import io.espalier.method.prune.latency.TimeBudget;
import io.espalier.method.spec.PruneSpec;
import io.espalier.method.spec.prune.Budget;
import io.espalier.method.spec.prune.Criterion;
import io.espalier.method.spec.prune.Flow;
import io.espalier.method.spec.prune.Flow.Draw;
import io.espalier.method.spec.prune.LayerRules;
import io.espalier.method.spec.prune.PruneLevel;
import io.espalier.method.spec.prune.Recovery;
import io.espalier.method.spec.prune.RecoveryPlan;
import io.espalier.method.spec.prune.WidthLimits;
import io.espalier.problem.EspalierException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

/** Whole prune steps that sample, and that have a budget in time. */
final class SamplingFlowTest {
  private static final int CANDIDATES = 6;
  private static final double MILLIS_PER_MAC = 1e-5;
  private static final double WHOLE_MACS =
      Analyzer.analyze(ResidualNetwork.build(16, 16)).cost().macs();

  /** Narrow networks take longer than the sum of their layers tells. */
  private static final double SURPRISE = 1.3;

  private final Analysis analysis = Analyzer.analyze(ResidualNetwork.build(16, 16));
  private final PruneMethod method = new PruneMethod();
  private final FlowStep.Kept kept = new FlowStep.Kept();

  private static PruneSpec spec(Budget budget, Flow flow) {
    PruneSpec usual = PruneSpec.of(new Criterion.L1(), budget);
    return new PruneSpec(
        Set.of(PruneLevel.FILTER, PruneLevel.STAGE, PruneLevel.BLOCK),
        usual.criterion(),
        usual.ranking(),
        budget,
        new WidthLimits(1, 2),
        LayerRules.NONE,
        new RecoveryPlan(Optional.of(List.of(Recovery.BN_RECALIBRATION)), 32, 16),
        flow,
        false);
  }

  private static PruneSpec sampling() {
    return spec(
        Budget.ofMacs(0.5), new Flow.Sampling(CANDIDATES, Draw.IMPORTANCE, 32, Optional.empty()));
  }

  private StepOutput apply(PruneSpec spec, FlowStep step) {
    StepPlan plan =
        method.plan(analysis, spec, new PlanContext(0, 3, Optional.of(FlowStep.summary())));
    assertThat(plan.provisional()).isTrue();
    return method.apply(analysis, spec, plan, step);
  }

  private FlowStep step() {
    return new FlowStep(analysis, kept, instruments());
  }

  private static LatencyInstruments instruments() {
    return new LatencyInstruments(
        (graph, _, _) -> latency(graph), new MemoryLatencyTable(), "test");
  }

  private static Latency latency(Graph graph) {
    double macs = CostModel.of(ShapeInference.infer(graph)).macs();
    boolean cutNetwork = graph.nodes().size() > 5 && macs < 0.4 * WHOLE_MACS;
    double millis = MILLIS_PER_MAC * macs * (cutNetwork ? SURPRISE : 1);
    return new Latency("formula", "1", "cpu", 1, 0, 1, 1, millis, millis);
  }

  @Test
  void cutsTheBestOfTheCandidatesAndLogsEveryOne() {
    StepOutput output = apply(sampling(), step());
    List<Candidate> candidates = output.pruning().orElseThrow().candidates();
    Candidate best = candidates.stream().min((a, b) -> Double.compare(a.score(), b.score())).get();
    assertThat(candidates).extracting(Candidate::number).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(candidates).allMatch(candidate -> candidate.accuracy().isPresent());
    assertThat(candidates)
        .allMatch(
            candidate ->
                candidate.cost().macs()
                    <= (1 + TargetOutcome.TOLERANCE) * 0.5 * analysis.cost().macs());
    assertThat(output.done().after()).isEqualTo(best.cost());
    assertThat(CostModel.of(ShapeInference.infer(output.graph())).macs())
        .isEqualTo(best.cost().macs());
  }

  @Test
  void aJobThatWasStoppedGoesOnAndGivesTheSameNetwork() {
    StepOutput undisturbed =
        apply(sampling(), new FlowStep(analysis, new FlowStep.Kept(), instruments()));
    assertThatThrownBy(() -> apply(sampling(), step().stoppingAfter(20)))
        .isInstanceOf(CancellationException.class);
    assertThat(kept.count()).as("saved when it was stopped").isPositive();

    StepOutput resumed = apply(sampling(), step());

    assertThat(resumed.graph()).isEqualTo(undisturbed.graph());
    assertThat(scores(resumed)).isEqualTo(scores(undisturbed));
  }

  private static List<Double> scores(StepOutput output) {
    return output.pruning().map(PruningRecord::candidates).orElseThrow().stream()
        .map(Candidate::score)
        .toList();
  }

  @Test
  void meetsABudgetInTimeThoughThePredictionWasTooLow() {
    double whole = MILLIS_PER_MAC * analysis.cost().macs();
    Budget budget =
        new Budget(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(whole / 4));
    StepOutput output = apply(spec(budget, new Flow.OneShot()), step());
    LatencyOutcome latency = output.pruning().orElseThrow().latency().orElseThrow();
    assertThat(latency.before()).isEqualTo(whole);
    assertThat(latency.measured()).isEqualTo(latency(output.graph()).p50Millis());
    assertThat(latency.measured()).isLessThanOrEqualTo((1 + TimeBudget.TOLERANCE) * whole / 4);
    assertThat(latency.predicted()).isLessThan(latency.measured());
    assertThat(output.done().target().orElseThrow().reached().latencyMillis())
        .contains(latency.measured());
  }

  @Test
  void failsWithTheLeastThatWasMeasuredWhereNoCutIsFastEnough() {
    Budget budget =
        new Budget(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(1e-6));
    assertThatThrownBy(() -> apply(spec(budget, new Flow.OneShot()), step()))
        .isInstanceOf(EspalierException.class)
        .hasMessageContaining("the least that was measured");
  }

  @Test
  void handsOverEveryBetterCutAndTheBestOfAllLast() {
    FlowStep step = step();
    StepOutput output = apply(sampling(), step);

    assertThat(step.best()).extracting(StepDocument::name).containsOnly("pruning-best");
    assertThat(step.best())
        .extracting(SamplingFlowTest::divergence)
        .isSortedAccordingTo(Comparator.reverseOrder());
    Map<String, Object> last = step.best().getLast().content();
    assertThat(last).containsAllEntriesOf(output.documents().getFirst().content());
    assertThat(last.get("cost")).asString().contains("macs=" + output.done().after().macs());
  }

  private static double divergence(StepDocument document) {
    return (double) ((Map<?, ?>) document.content().get("found")).get("divergence");
  }

  @Test
  void whereTheDataBreakTheBestOfTheCandidatesBeforeIsHandedOver() {
    FlowStep broken = step();
    List<Candidate> all =
        apply(sampling(), new FlowStep(analysis, new FlowStep.Kept(), instruments()))
            .pruning()
            .orElseThrow()
            .candidates();
    assertThatThrownBy(() -> apply(sampling(), broken.breakingAfter(7)))
        .isInstanceOf(EspalierException.class)
        .hasMessageContaining("cannot be read");

    int evaluated = Math.toIntExact(kept.newest().orElseThrow().tensors().get("widths").dim(0));
    assertThat(evaluated).isBetween(1, CANDIDATES - 1);
    assertThat(divergence(broken.best().getLast()))
        .isEqualTo(all.stream().limit(evaluated).mapToDouble(Candidate::score).min().orElseThrow());

    FlowStep resumed = step().breakingAfter(0);
    assertThatThrownBy(() -> apply(sampling(), resumed)).isInstanceOf(EspalierException.class);
    assertThat(resumed.best()).containsExactly(broken.best().getLast());
  }
}
