package io.espalier.method.prune.recovery;

import io.espalier.method.StepContext;
import io.espalier.method.TrainingContext;

/** A step to which some work is a part. */
record PartOfStep(StepContext step, double from, double share) implements StepContext {
  @Override
  public void progress(double fraction, String activity) {
    step.progress(from + fraction * share, activity);
  }

  @Override
  public void throwIfCancelled() {
    step.throwIfCancelled();
  }

  @Override
  public TrainingContext training() {
    return step.training();
  }
}
