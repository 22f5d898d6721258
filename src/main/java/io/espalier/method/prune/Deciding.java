package io.espalier.method.prune;

import io.espalier.graph.analysis.Analysis;
import io.espalier.graph.channel.ChannelGroup;
import io.espalier.graph.cost.Cost;
import io.espalier.graph.shape.TypedGraph;
import io.espalier.method.PruningRecord.Candidate;
import io.espalier.method.PruningRecord.LatencyOutcome;
import io.espalier.method.StepContext;
import io.espalier.method.StepPlan;
import io.espalier.method.TargetOutcome;
import io.espalier.method.prune.cut.Cutting;
import io.espalier.method.prune.flow.SamplingFlow;
import io.espalier.method.prune.latency.LatencyModel;
import io.espalier.method.prune.latency.TimeBudget;
import io.espalier.method.prune.latency.TimeBudget.Measured;
import io.espalier.method.prune.latency.TimeBudget.Proposal;
import io.espalier.method.prune.turn.CutTurn;
import io.espalier.method.prune.turn.Progress;
import io.espalier.method.prune.turn.StepPart;
import io.espalier.method.prune.width.Decision;
import io.espalier.method.prune.width.Limits;
import io.espalier.method.prune.width.Prunable;
import io.espalier.method.prune.width.PrunableGroup;
import io.espalier.method.prune.width.SearchSpace;
import io.espalier.method.prune.width.WidthPlanner;
import io.espalier.method.spec.PruneSpec;
import io.espalier.method.spec.prune.Budget;
import io.espalier.method.spec.prune.Flow;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Decides what goes from a network while a job runs, by data and by measured times. */
final class Deciding {
  private static final Progress MEASURING = new Progress(0, 0.2);
  private static final Progress SEARCHING = new Progress(0.2, 1);

  private final Analysis analysis;
  private final Cost whole;
  private final PruneSpec spec;
  private final SearchSpace space;
  private final StepContext context;

  /**
   * @param whole cost of the network that fractions are of
   * @param space of the network, judged
   * @param context of the deciding alone
   */
  Deciding(Analysis analysis, Cost whole, PruneSpec spec, SearchSpace space, StepContext context) {
    this.analysis = analysis;
    this.whole = whole;
    this.spec = spec;
    this.space = space;
    this.context = context;
  }

  /**
   * What the flow of the step decides on.
   *
   * @throws io.espalier.problem.EspalierException INFEASIBLE_PLAN when no cut that was measured is
   *     within a budget in time
   */
  Decided decide() {
    return spec.target().latencyMillis().isPresent()
        ? withinTime(spec.target().latencyMillis().get())
        : within(turn().limits(whole, space, Optional.empty()));
  }

  private CutTurn turn() {
    return new CutTurn(analysis, spec);
  }

  private Decided within(Limits limits) {
    Decision usual = turn().decide(space, limits);
    return switch (spec.flow()) {
      case Flow.OneShot _, Flow.Iterative _ -> decided(usual, List.of(), List.of());
      case Flow.Sampling sampling -> sampled(sampling, limits, usual.widths());
    };
  }

  private Decided sampled(Flow.Sampling sampling, Limits limits, List<Integer> usual) {
    SamplingFlow.Found found =
        new SamplingFlow(analysis, spec, sampling)
            .search(space, limits, usual, new StepPart(context, SEARCHING));
    Decision best = new WidthPlanner(analysis, spec, space, limits).of(found.widths());
    return decided(best, found.candidates(), found.warnings());
  }

  private static Decided decided(
      Decision decision, List<Candidate> candidates, List<String> warnings) {
    return new Decided(
        decision.cut(), decision.plan().with(warnings, false), candidates, Optional.empty());
  }

  private Decided withinTime(double asked) {
    LatencyModel model =
        LatencyModel.measure(
            analysis, groups(), spec.widths().rounding(), context.latency(), this::tellMeasured);
    Measured<Decided> met =
        TimeBudget.meet(asked, millis -> proposal(millis, model), model::measure);
    LatencyOutcome outcome =
        new LatencyOutcome(model.runtime(), model.before(), asked, met.predicted(), met.measured());
    Decided decided = met.cut();
    return new Decided(
        decided.cut(),
        measured(decided.plan(), spec.target(), outcome),
        decided.candidates(),
        Optional.of(outcome));
  }

  private List<ChannelGroup> groups() {
    return space.prunables().stream().flatMap(Deciding::group).toList();
  }

  private static Stream<ChannelGroup> group(Prunable prunable) {
    return prunable instanceof PrunableGroup group ? Stream.of(group.group()) : Stream.empty();
  }

  private void tellMeasured(double share) {
    context.throwIfCancelled();
    context.progress(MEASURING.at(share), "Measuring the time of single layers");
  }

  private Proposal<Decided> proposal(double millis, LatencyModel model) {
    context.throwIfCancelled();
    Budget target = spec.target();
    Budget tightened =
        new Budget(target.macs(), target.parameters(), target.bytes(), Optional.of(millis));
    Decided decided = within(Limits.of(tightened, whole, space, Optional.of(model::predict)));
    Cutting cutting = new Cutting(analysis.channels(), decided.cut());
    TypedGraph sized = new Cutting(analysis.sized(), decided.cut()).preview();
    return new Proposal<>(decided, cutting.apply(), model.predict(sized));
  }

  /** The outcome of a time is what was measured. */
  static StepPlan measured(StepPlan plan, Budget asked, LatencyOutcome latency) {
    TargetOutcome counted = plan.target().orElseThrow();
    Budget reached = counted.reached();
    return plan.withTarget(
        new TargetOutcome(
            asked,
            new Budget(
                reached.macs(),
                reached.parameters(),
                reached.bytes(),
                Optional.of(latency.measured())),
            true,
            String.format(
                Locale.ROOT,
                "%.3f ms of %.3f ms are left, measured in %s; %.3f ms were asked for, %.3f ms"
                    + " predicted.",
                latency.measured(),
                latency.before(),
                latency.runtime(),
                latency.asked(),
                latency.predicted())));
  }
}
