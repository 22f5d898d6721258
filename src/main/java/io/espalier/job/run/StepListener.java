package io.espalier.job.run;

import io.espalier.engine.train.TrainingListener;
import io.espalier.job.JobStoppedException;
import java.util.Locale;

/** Hands on to the job what a training tells. */
record StepListener(RunningStep step) implements TrainingListener {
  /** A stop is left to {@link #throwIfStopped}, before which the training saves its state. */
  @Override
  public void stepped(Progress progress) {
    try {
      step.progress(
          (double) progress.step() / Math.max(1, progress.steps()),
          activity(progress),
          progress.left());
    } catch (JobStoppedException _) {
      return;
    }
  }

  private static String activity(Progress progress) {
    return String.format(
        Locale.ROOT,
        "Training: step %d of %d, epoch %d, loss %.4f",
        progress.step(),
        progress.steps(),
        progress.epoch() + 1,
        progress.loss());
  }

  @Override
  public void measured(Point point) {
    step.job().measured(step.step(), point);
  }

  @Override
  public void resumed(long iteration) {
    step.job().resumed(step.step(), iteration);
  }

  @Override
  public void throwIfStopped() {
    step.job().throwIfCancelled();
  }
}
