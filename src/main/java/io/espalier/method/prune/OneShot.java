package io.espalier.method.prune;

import io.espalier.graph.Graph;
import io.espalier.graph.analysis.Analysis;
import io.espalier.method.PruningRecord;
import io.espalier.method.StepContext;
import io.espalier.method.StepDocument;
import io.espalier.method.StepOutput;
import io.espalier.method.StepOutput.Variant;
import io.espalier.method.StepPlan;
import io.espalier.method.prune.turn.CutResult;
import io.espalier.method.prune.turn.CutTurn;
import io.espalier.method.prune.turn.Progress;
import io.espalier.method.prune.turn.StepPart;
import io.espalier.method.prune.width.Limits;
import io.espalier.method.prune.width.SearchSpace;
import io.espalier.method.spec.PruneSpec;
import io.espalier.method.spec.prune.Criterion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Cuts a network once: by the criterion, or to the best of drawn sub-networks. */
final class OneShot {
  private static final Progress SCORING = new Progress(0, 0.3);
  private static final Progress DECIDING = new Progress(0.3, 0.6);
  private static final Progress RECOVERY = new Progress(0.6, 0.9);
  private static final Progress CONTROL = new Progress(0.9, 1);
  private static final double NANOS = 1e9;

  private final Analysis analysis;
  private final PruneSpec spec;
  private final StepContext context;
  private final CutTurn turn;

  OneShot(Analysis analysis, PruneSpec spec, StepContext context) {
    this.analysis = analysis;
    this.spec = spec;
    this.context = context;
    this.turn = new CutTurn(analysis, spec);
  }

  /**
   * @param plan carried out as it is, unless it is provisional
   */
  StepOutput run(StepPlan plan) {
    context.progress(SCORING.at(0), "Judging channels");
    context.throwIfCancelled();
    long began = nanos();
    Decided decided =
        plan.provisional()
            ? decide()
            : new Decided(Cuts.of(plan), plan, List.of(), Optional.empty());
    double seconds = (nanos() - began) / NANOS;
    context.progress(RECOVERY.at(0), "Cutting channels");
    context.throwIfCancelled();
    CutResult result = turn.carryOut(decided.cut(), context, RECOVERY);
    StepPlan done = decided.plan().with(result.recovered().warnings(), false);
    List<Variant> variants = new ArrayList<>();
    if (result.changed()) {
      variants.add(new Variant("before recovery", result.bare()));
    }
    if (spec.control()) {
      variants.add(new Variant("random channels", control()));
    }
    context.progress(1, "Channels are cut");
    return new StepOutput(
        result.recovered().graph(),
        done,
        Proofs.of(analysis, done, result),
        Optional.empty(),
        Optional.of(record(decided, seconds, result)),
        List.of(new StepDocument("pruning", result.kept().toDocument())),
        variants);
  }

  private Decided decide() {
    SearchSpace space =
        new Judging(analysis, spec, new StepPart(context, SCORING)).by(spec.criterion());
    return new Deciding(analysis, analysis.cost(), spec, space, new StepPart(context, DECIDING))
        .decide();
  }

  /** The same budgets, with randomly drawn channels, brought back the same way. */
  Graph control() {
    SearchSpace space = new Judging(analysis, spec, context).by(new Criterion.Random());
    Limits limits = turn.limits(analysis.cost(), space, Optional.empty());
    return turn.carryOut(turn.decide(space, limits).cut(), context, CONTROL).recovered().graph();
  }

  private PruningRecord record(Decided decided, double seconds, CutResult result) {
    return new PruningRecord(
        spec.criterion().wireName(),
        spec.criterion().samples(),
        seconds,
        List.of(new PruningRecord.Round(1, decided.plan().after(), Optional.empty())),
        result.recovered().layers(),
        decided.candidates(),
        decided.latency());
  }

  private long nanos() {
    return context.hasData() ? context.training().nanoClock().getAsLong() : 0;
  }
}
