package io.espalier.job.run;

import io.espalier.engine.Device;
import io.espalier.engine.train.Checkpoints;
import io.espalier.engine.train.TrainingListener;
import io.espalier.job.JobContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The progress of a job in which training takes most of the time: the steps get more of it. */
record StretchedProgress(JobContext job) implements JobContext {
  private static final double TRAINING_SHARE = 0.9;

  private static double stretched(double fraction) {
    double rest = (fraction - RunningStep.SHARE) / (1 - RunningStep.SHARE);
    return fraction <= RunningStep.SHARE
        ? fraction / RunningStep.SHARE * TRAINING_SHARE
        : TRAINING_SHARE + rest * (1 - TRAINING_SHARE);
  }

  @Override
  public int attempt() {
    return job.attempt();
  }

  @Override
  public Path scratch() {
    return job.scratch();
  }

  @Override
  public List<Device> devices() {
    return job.devices();
  }

  @Override
  public void progress(double fraction, String phase, String message) {
    job.progress(stretched(fraction), phase, message);
  }

  @Override
  public void progress(double fraction, String phase, String message, Duration left) {
    job.progress(stretched(fraction), phase, message, left);
  }

  @Override
  public void throwIfCancelled() {
    job.throwIfCancelled();
  }

  @Override
  public Checkpoints checkpoints(int step) {
    return job.checkpoints(step);
  }

  @Override
  public void keep(int step, String name, byte[] json) {
    job.keep(step, name, json);
  }

  @Override
  public void measured(int step, TrainingListener.Point point) {
    job.measured(step, point);
  }

  @Override
  public void resumed(int step, long iteration) {
    job.resumed(step, iteration);
  }
}
