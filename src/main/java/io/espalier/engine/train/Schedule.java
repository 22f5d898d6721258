package io.espalier.engine.train;

import java.util.List;

/** How the learning rate changes; each gives a factor of the optimiser's rate for a step. */
public sealed interface Schedule {
  /** Steps over which the factor first rises linearly from near 0; as a share of all steps. */
  double warmup();

  record Constant(double warmup) implements Schedule {}

  /** Half a cosine from 1 to {@code floor}. */
  record Cosine(double warmup, double floor) implements Schedule {}

  /** A line from 1 to {@code floor}. */
  record Linear(double warmup, double floor) implements Schedule {}

  /** Times {@code gamma} at each share of the steps in {@code milestones}. */
  record Step(double warmup, List<Double> milestones, double gamma) implements Schedule {
    public Step {
      milestones = List.copyOf(milestones);
    }
  }

  /** Up to 1 over {@code warmup}, then down to {@code floor} by cosines (Smith, 2018). */
  record OneCycle(double warmup, double start, double floor) implements Schedule {}
}
