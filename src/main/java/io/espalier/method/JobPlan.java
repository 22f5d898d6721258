package io.espalier.method;

import java.util.List;

/**
 * What the steps of a job will do, each planned on what the one before it leaves.
 *
 * @param after predicted for the last step
 */
public record JobPlan(
    CostTotals before, CostTotals after, List<LayerComparison> layers, List<StepPlan> steps) {
  public JobPlan {
    layers = List.copyOf(layers);
    steps = List.copyOf(steps);
  }

  /** The plan of these steps, at least one, in order. */
  static JobPlan of(List<StepPlan> steps) {
    StepPlan first = steps.getFirst();
    StepPlan last = steps.getLast();
    return new JobPlan(
        first.before(), last.after(), LayerComparison.across(first.layers(), last.layers()), steps);
  }
}
