package io.espalier.job.run;

import io.espalier.job.JobContext;
import io.espalier.method.LatencyInstruments;
import io.espalier.method.StepContext;
import io.espalier.method.StepDocument;
import io.espalier.method.TrainingContext;
import io.espalier.report.ReportJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * One step's part of the progress of a job: of the first four tenths.
 *
 * @param step its index
 * @param latency what it measures time with
 * @param trainings what a step trains with; empty for a job without data
 */
record RunningStep(
    JobContext job,
    StepShares shares,
    int step,
    LatencyInstruments latency,
    Optional<Function<RunningStep, TrainingContext>> trainings)
    implements StepContext {
  /** Of the whole job, before it is stretched for a job that trains. */
  static final double SHARE = 0.4;

  private static final String PHASE = "COMPRESSING";

  @Override
  public void progress(double fraction, String activity) {
    job.progress(SHARE * shares.overall(step, fraction), PHASE, activity);
  }

  void progress(double fraction, String activity, Duration left) {
    job.progress(SHARE * shares.overall(step, fraction), "TRAINING", activity, left);
  }

  @Override
  public void throwIfCancelled() {
    job.throwIfCancelled();
  }

  @Override
  public void keep(StepDocument document) {
    byte[] json = ReportJson.line(document.content()).getBytes(StandardCharsets.UTF_8);
    job.keep(step, document.name(), json);
  }

  @Override
  public boolean hasData() {
    return trainings.isPresent() && training().samples().summary().splits().containsKey("train");
  }

  @Override
  public TrainingContext training() {
    return trainings
        .map(make -> make.apply(this))
        .orElseGet(() -> StepContext.unwatched().training());
  }
}
