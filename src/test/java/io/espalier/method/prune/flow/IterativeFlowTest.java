package io.espalier.method.prune.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.engine.Device;
import io.espalier.engine.RunnableModel;
import io.espalier.engine.TorchRuntime;
import io.espalier.engine.bench.Agreement;
import io.espalier.engine.bench.SampleInputs;
import io.espalier.engine.train.TrainingSettings.Length;
import io.espalier.graph.Graph;
import io.espalier.graph.Tensor;
import io.espalier.graph.analysis.Analysis;
import io.espalier.graph.analysis.Analyzer;
import io.espalier.graph.cost.CostModel;
import io.espalier.graph.shape.ShapeInference;
import io.espalier.method.CostTotals;
import io.espalier.method.Equivalence;
import io.espalier.method.LatencyInstruments;
import io.espalier.method.PlanContext;
import io.espalier.method.PruningRecord;
import io.espalier.method.StepOutput;
import io.espalier.method.StepPlan;
import io.espalier.method.TargetOutcome;
import io.espalier.method.prune.PruneMethod;
import io.espalier.method.prune.cut.Cut;
import io.espalier.method.prune.cut.Cutting;
import io.espalier.method.prune.latency.MemoryLatencyTable;
import io.espalier.method.spec.PruneSpec;
import io.espalier.method.spec.prune.Budget;
import io.espalier.method.spec.prune.Criterion;
import io.espalier.method.spec.prune.Flow;
import io.espalier.method.spec.prune.Flow.Pace;
import io.espalier.method.spec.prune.Flow.Tuning;
import io.espalier.method.spec.prune.LayerRules;
import io.espalier.method.spec.prune.PruneLevel;
import io.espalier.method.spec.prune.RecoveryPlan;
import io.espalier.method.spec.prune.WidthLimits;
import io.espalier.method.spec.training.TrainingSpec;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

/** Whole prune steps in rounds. */
final class IterativeFlowTest {
  private static final int ROUNDS = 3;

  /** Of outputs, relative to the largest. */
  private static final double EQUAL = 1e-4;

  private final Analysis analysis = Analyzer.analyze(ResidualNetwork.build(16, 16));
  private final PruneMethod method = new PruneMethod();
  private final FlowStep.Kept kept = new FlowStep.Kept();

  private static PruneSpec spec(Optional<Tuning> tune) {
    PruneSpec usual = PruneSpec.of(new Criterion.L1(), Budget.ofMacs(0.4));
    return new PruneSpec(
        Set.of(PruneLevel.FILTER, PruneLevel.STAGE),
        usual.criterion(),
        usual.ranking(),
        usual.target(),
        new WidthLimits(1, 2),
        LayerRules.NONE,
        new RecoveryPlan(Optional.of(List.of()), 32, 16),
        new Flow.Iterative(ROUNDS, Pace.LINEAR, tune),
        false);
  }

  private static PruneSpec tuned() {
    TrainingSpec usual = TrainingSpec.DEFAULT;
    TrainingSpec brief =
        new TrainingSpec(
            new Length.Epochs(1),
            32,
            Optional.empty(),
            usual.optimizer(),
            usual.schedule(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            usual.loss(),
            usual.precision(),
            usual.batchNorm(),
            usual.weights());
    return spec(Optional.of(new Tuning(brief, List.of())));
  }

  private StepOutput apply(PruneSpec spec, FlowStep step) {
    StepPlan plan =
        method.plan(analysis, spec, new PlanContext(0, 3, Optional.of(FlowStep.summary())));
    return method.apply(analysis, spec, plan, step);
  }

  private FlowStep step(FlowStep.Kept checkpoints) {
    return new FlowStep(
        analysis,
        checkpoints,
        new LatencyInstruments(
            (_, _, _) -> {
              throw new AssertionError("Nothing is timed here.");
            },
            new MemoryLatencyTable(),
            "test"));
  }

  private static double macs(StepOutput output) {
    return CostModel.of(ShapeInference.infer(output.graph())).macs();
  }

  @Test
  void goesDownToTheBudgetAndTellsWhatWasCutInNumbersOfTheOriginal() {
    StepOutput output = apply(spec(Optional.empty()), step(kept));
    List<PruningRecord.Round> rounds = output.pruning().orElseThrow().rounds();
    assertThat(rounds).extracting(PruningRecord.Round::round).containsExactly(1, 2, 3);
    assertThat(rounds)
        .extracting(round -> (double) round.after().macs() / analysis.cost().macs())
        .isSortedAccordingTo((a, b) -> Double.compare(b, a));
    assertThat(macs(output) / analysis.cost().macs())
        .isBetween(0.4 * (1 - TargetOutcome.TOLERANCE), 0.4 * (1 + TargetOutcome.TOLERANCE));
    assertThat(CostTotals.of(CostModel.of(ShapeInference.infer(output.graph()))))
        .isEqualTo(output.done().after());
    assertThat(new Cutting(analysis.channels(), cut(output.done())).apply().initializers())
        .isEqualTo(output.graph().initializers());
  }

  private static Cut cut(StepPlan plan) {
    Map<String, Set<Integer>> channels = new HashMap<>();
    plan.groups().forEach(group -> channels.put(group.group(), new HashSet<>(group.removed())));
    return Cut.ofChannels(channels);
  }

  @Test
  void everyRoundIsProvedByItsSilencedNetwork() {
    StepOutput output = apply(spec(Optional.empty()), step(kept));
    List<Equivalence.SameAs> proofs =
        output.equivalences().stream()
            .filter(Equivalence.SameAs.class::isInstance)
            .map(Equivalence.SameAs.class::cast)
            .toList();
    assertThat(proofs).hasSize(ROUNDS);
    for (Equivalence.SameAs proof : proofs) {
      List<Tensor> made = outputs(proof.made().orElseThrow());
      assertThat(Agreement.between(outputs(proof.expected()), made).maximumRelativeError())
          .isLessThan(EQUAL);
    }
  }

  private static List<Tensor> outputs(Graph graph) {
    try (RunnableModel model =
        new TorchRuntime(Device.CPU, 1).compile(ShapeInference.infer(graph))) {
      return model.run(SampleInputs.ofBatch(2).draw(graph, 1));
    }
  }

  @Test
  void aTunedCutThatWasStoppedGoesOnAndGivesTheSameNetwork() {
    StepOutput undisturbed = apply(tuned(), step(new FlowStep.Kept()));
    assertThat(undisturbed.pruning().orElseThrow().rounds())
        .allMatch(round -> round.training().isPresent());
    int stops = 0;
    for (int checks = 12; checks <= 24; checks += 6) {
      FlowStep stopped = step(kept).stoppingAfter(checks);
      try {
        apply(tuned(), stopped);
      } catch (CancellationException expected) {
        stops++;
      }
    }
    assertThat(stops).isPositive();
    assertThat(kept.count()).isPositive();

    StepOutput resumed = apply(tuned(), step(kept));

    assertThat(resumed.graph()).isEqualTo(undisturbed.graph());
    assertThat(resumed.done()).isEqualTo(undisturbed.done());
    assertThat(resumed.equivalences()).hasSameSizeAs(undisturbed.equivalences());
  }

  @Test
  void handsOverWhatIsCutAfterEveryRound() {
    FlowStep step = step(kept);
    StepOutput output = apply(spec(Optional.empty()), step);

    assertThat(step.best())
        .extracting(document -> document.content().get("found").toString())
        .containsExactly("{round=1, of=3}", "{round=2, of=3}", "{round=3, of=3}");
    assertThat(step.best().getLast().content())
        .containsAllEntriesOf(output.documents().getFirst().content());
  }
}
