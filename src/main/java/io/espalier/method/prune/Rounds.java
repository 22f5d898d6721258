package io.espalier.method.prune;

import io.espalier.engine.train.Checkpoints;
import io.espalier.engine.train.LearnedWeights;
import io.espalier.graph.Graph;
import io.espalier.graph.Tensor;
import io.espalier.graph.analysis.Analysis;
import io.espalier.graph.analysis.Analyzer;
import io.espalier.method.CostTotals;
import io.espalier.method.Equivalence;
import io.espalier.method.PruningRecord;
import io.espalier.method.PruningRecord.LatencyOutcome;
import io.espalier.method.PruningRecord.RecoveredLayer;
import io.espalier.method.StepContext;
import io.espalier.method.StepDocument;
import io.espalier.method.StepOutput;
import io.espalier.method.StepOutput.Variant;
import io.espalier.method.StepPlan;
import io.espalier.method.TrainingContext;
import io.espalier.method.TrainingRecord;
import io.espalier.method.prune.cut.BestCut;
import io.espalier.method.prune.cut.Cut;
import io.espalier.method.prune.cut.CutComposition;
import io.espalier.method.prune.cut.Cutting;
import io.espalier.method.prune.cut.KeptIndices;
import io.espalier.method.prune.flow.RoundBudgets;
import io.espalier.method.prune.flow.RoundListener;
import io.espalier.method.prune.flow.RoundLog;
import io.espalier.method.prune.flow.RoundState;
import io.espalier.method.prune.latency.LatencyModel;
import io.espalier.method.prune.recovery.Recovered;
import io.espalier.method.prune.turn.CutTurn;
import io.espalier.method.prune.turn.Progress;
import io.espalier.method.prune.turn.StepPart;
import io.espalier.method.prune.width.Limits;
import io.espalier.method.prune.width.SearchSpace;
import io.espalier.method.prune.width.WidthPlanner;
import io.espalier.method.spec.PruneSpec;
import io.espalier.method.spec.prune.Criterion;
import io.espalier.method.spec.prune.Flow.Iterative;
import io.espalier.method.spec.prune.Flow.Tuning;
import io.espalier.method.training.WeightTuning;
import io.espalier.method.training.WeightTuning.Tuned;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Cuts a network in rounds: what is left is judged anew, cut, brought back and tuned.
 *
 * <p>Where rounds are not tuned, what is cut in all of them is brought back to the network as it
 * was before the first, so that errors do not add up.
 */
final class Rounds {
  private static final Progress JUDGING = new Progress(0, 0.3);
  private static final Progress DECIDING = new Progress(0.3, 0.5);
  private static final Progress RECOVERY = new Progress(0.5, 0.7);
  private static final double NANOS = 1e9;

  private final Analysis original;
  private final PruneSpec spec;
  private final Iterative flow;
  private final StepContext context;
  private final RoundLog log;
  private final SearchSpace whole;
  private final Optional<Double> wholeMillis;
  private final List<PruningRecord.Round> rounds = new ArrayList<>();
  private final List<Equivalence> proofs = new ArrayList<>();
  private Analysis current;
  private Cut taken = Cut.NOTHING;

  Rounds(Analysis analysis, PruneSpec spec, Iterative flow, StepContext context) {
    this.original = analysis;
    this.current = analysis;
    this.spec = spec;
    this.flow = flow;
    this.context = context;
    this.log = log(spec, context);
    this.whole = new Judging(analysis, spec, context).by(new Criterion.L1());
    this.wholeMillis =
        spec.target().latencyMillis().map(_ -> LatencyModel.whole(analysis, context.latency()));
  }

  private static RoundLog log(PruneSpec spec, StepContext context) {
    return context.hasData()
        ? new RoundLog(
            context.training().checkpoints(),
            "%s seed %d".formatted(spec.toDocument(), context.training().seed()))
        : new RoundLog(Checkpoints.none(), "");
  }

  StepOutput run() {
    long began = nanos();
    for (int round = 1; round <= flow.rounds(); round++) {
      context.throwIfCancelled();
      if (round > log.finished().size()) {
        log.add(carryOut(round, new StepPart(context, part(round))));
      }
      take(round, log.finished().get(round - 1));
    }
    context.progress(1, "Channels are cut");
    return output((nanos() - began) / NANOS);
  }

  private Progress part(int round) {
    return new Progress((round - 1.0) / flow.rounds(), (double) round / flow.rounds());
  }

  private RoundState carryOut(int round, StepContext part) {
    part.progress(0, "Round %d of %d: judging channels".formatted(round, flow.rounds()));
    PruneSpec asked = spec.withTarget(RoundBudgets.of(spec.target(), flow, round, wholeMillis));
    SearchSpace space =
        new Judging(current, asked, new StepPart(part, JUDGING))
            .by(spec.criterion())
            .withWidthsOf(whole);
    Decided decided =
        new Deciding(current, original.cost(), asked, space, new StepPart(part, DECIDING)).decide();
    Graph bare = new Cutting(current.channels(), decided.cut()).apply();
    Recovered recovered = recovered(decided.cut(), part);
    Graph left = LearnedWeights.into(bare, changed(bare, recovered.graph()));
    Optional<Tuned> tuned = flow.tune().map(tuning -> tuned(left, tuning));
    return new RoundState(
        new RoundState.Facts(
            decided.cut(),
            recovered.layers(),
            tuned.map(Tuned::record),
            decided.latency(),
            recovered.warnings()),
        changed(bare, tuned.map(Tuned::graph).orElse(left)));
  }

  /** Of the cut of this round where the network was tuned before, of all cuts where not. */
  private Recovered recovered(Cut cut, StepContext part) {
    return flow.tune().isPresent()
        ? new CutTurn(current, spec).carryOut(cut, part, RECOVERY).recovered()
        : new CutTurn(original, spec).carryOut(composed(cut), part, RECOVERY).recovered();
  }

  private Cut composed(Cut cut) {
    return new CutComposition(original.channels(), taken).then(current.channels(), cut);
  }

  private Tuned tuned(Graph left, Tuning tuning) {
    TrainingContext training = context.training();
    int before = log.finished().size();
    long steps =
        log.finished().stream()
            .flatMap(state -> state.facts().training().stream())
            .mapToLong(TrainingRecord::steps)
            .sum();
    return WeightTuning.tune(
        Analyzer.analyzeAsIs(left, original.extents()),
        tuning.training(),
        tuning.augment(),
        new TrainingContext(
            training.original(),
            training.samples(),
            training.learners(),
            training.instruments(),
            training.devices(),
            log.ofTraining(),
            new RoundListener(training.listener(), steps, flow.rounds() - before),
            training.nanoClock(),
            training.seed() + before));
  }

  private static Map<String, Tensor> changed(Graph bare, Graph left) {
    Map<String, Tensor> changed = new LinkedHashMap<>();
    bare.initializers()
        .forEach(
            (name, tensor) -> {
              Tensor now = left.initializers().getOrDefault(name, tensor);
              if (tensor.elementType().isFloating() && !now.equals(tensor)) {
                changed.put(name, now);
              }
            });
    return changed;
  }

  private void take(int round, RoundState state) {
    Cutting cutting = new Cutting(current.channels(), state.cut());
    Graph bare = cutting.apply();
    proofs.add(Proofs.ofRound(round, current, state.cut(), cutting, bare));
    taken = composed(state.cut());
    current = Analyzer.analyzeAsIs(LearnedWeights.into(bare, state.weights()), original.extents());
    rounds.add(
        new PruningRecord.Round(round, CostTotals.of(current.cost()), state.facts().training()));
    context.keep(
        BestCut.document(
            original.channels(),
            taken,
            current.graph(),
            CostTotals.of(current.cost()),
            found(round)));
  }

  private Map<String, Object> found(int round) {
    Map<String, Object> found = new LinkedHashMap<>();
    found.put("round", round);
    found.put("of", flow.rounds());
    return found;
  }

  private StepOutput output(double seconds) {
    RoundState.Facts last = log.finished().getLast().facts();
    proofs.add(Proofs.roundsChanged(flow.tune().isPresent()));
    List<Variant> variants = new ArrayList<>();
    if (spec.control()) {
      variants.add(new Variant("random channels", new OneShot(original, spec, context).control()));
    }
    return new StepOutput(
        current.graph(),
        plan(last),
        proofs,
        last.training(),
        Optional.of(record(last, seconds)),
        List.of(
            new StepDocument(
                "pruning",
                KeptIndices.of(original.channels(), taken, current.graph()).toDocument())),
        variants);
  }

  private StepPlan plan(RoundState.Facts last) {
    Limits limits = new CutTurn(original, spec).limits(original.cost(), whole, Optional.empty());
    StepPlan counted =
        new WidthPlanner(original, spec, whole, limits)
            .of(taken)
            .plan()
            .with(last.warnings(), false);
    return latency(last)
        .map(outcome -> Deciding.measured(counted, spec.target(), outcome))
        .orElse(counted);
  }

  private Optional<LatencyOutcome> latency(RoundState.Facts last) {
    return last.latency()
        .map(
            outcome ->
                new LatencyOutcome(
                    outcome.runtime(),
                    wholeMillis.orElseThrow(),
                    outcome.asked(),
                    outcome.predicted(),
                    outcome.measured()));
  }

  private PruningRecord record(RoundState.Facts last, double seconds) {
    List<RecoveredLayer> layers =
        flow.tune().isPresent()
            ? log.finished().stream().flatMap(state -> state.facts().recovery().stream()).toList()
            : last.recovery();
    return new PruningRecord(
        spec.criterion().wireName(),
        spec.criterion().samples(),
        seconds,
        rounds,
        layers,
        List.of(),
        latency(last));
  }

  private long nanos() {
    return context.hasData() ? context.training().nanoClock().getAsLong() : 0;
  }
}
