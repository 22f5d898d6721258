package io.espalier.job.run;

import io.espalier.job.JobContext;
import io.espalier.method.StepContext;
import io.espalier.method.TrainingContext;

/** The steps' part of the progress of a job: the first four tenths. */
record RunningStep(JobContext job) implements StepContext {
  private static final double SHARE = 0.4;

  @Override
  public void progress(double fraction, String activity) {
    job.progress(SHARE * fraction, "COMPRESSING", activity);
  }

  @Override
  public void throwIfCancelled() {
    job.throwIfCancelled();
  }

  @Override
  public TrainingContext training() {
    return StepContext.unwatched().training();
  }
}
