package io.espalier.method;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one step will do to a model.
 *
 * @param type of the step
 * @param after the predicted size and cost
 * @param target what was asked and is reached; empty where the step has no target
 * @param training what the step will train; empty for steps that do not train
 * @param groups every group that may be cut, those that stay whole included
 * @param blocks every residual branch that may be taken out, those that stay included
 * @param layers every layer with a cost, before and as predicted
 * @param warnings sentences a person should read before relying on the result
 * @param provisional true when data or measurements decide what goes while the job runs, so that
 *     widths and costs are an estimate
 */
public record StepPlan(
    String type,
    CostTotals before,
    CostTotals after,
    Optional<TargetOutcome> target,
    Optional<TrainingPlan> training,
    List<GroupCut> groups,
    List<BlockCut> blocks,
    List<LayerComparison> layers,
    List<String> warnings,
    boolean provisional) {
  public StepPlan {
    groups = List.copyOf(groups);
    blocks = List.copyOf(blocks);
    layers = List.copyOf(layers);
    warnings = List.copyOf(warnings);
  }

  /** The same plan with another outcome of its target. */
  public StepPlan withTarget(TargetOutcome outcome) {
    return new StepPlan(
        type,
        before,
        after,
        Optional.of(outcome),
        training,
        groups,
        blocks,
        layers,
        warnings,
        provisional);
  }

  /** The same plan with more sentences. */
  public StepPlan with(List<String> more, boolean isProvisional) {
    List<String> all = new ArrayList<>(warnings);
    all.addAll(more);
    return new StepPlan(
        type, before, after, target, training, groups, blocks, layers, all, isProvisional);
  }
}
