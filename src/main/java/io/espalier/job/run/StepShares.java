package io.espalier.job.run;

import io.espalier.method.spec.JobSpec;
import io.espalier.method.spec.MethodSpec;
import java.util.List;

/** Which part of the progress of the steps belongs to each of them. */
record StepShares(List<Double> weights) {
  /** A step that does not train takes about this much of the time of one that does. */
  private static final double QUICK = 0.02;

  static StepShares of(JobSpec spec) {
    return new StepShares(spec.steps().stream().map(StepShares::weight).toList());
  }

  private static double weight(MethodSpec step) {
    return step.needsData() ? 1 : QUICK;
  }

  /** Progress of all steps in [0, 1] when one of them has come so far. */
  double overall(int step, double fraction) {
    return (sum(step) + weights.get(step) * fraction) / sum(weights.size());
  }

  private double sum(int steps) {
    return weights.stream().limit(steps).mapToDouble(weight -> weight).sum();
  }
}
