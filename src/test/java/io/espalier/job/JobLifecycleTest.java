package io.espalier.job;

import static io.espalier.job.Jobs.ERROR;
import static io.espalier.job.Jobs.RESULT;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.resource.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

final class JobLifecycleTest {
  private static final int MAXIMUM_FAILURES = 3;
  private static final int RANDOM_STEPS = 40;

  private final SettableClock clock = new SettableClock();
  private final JobLifecycle lifecycle = new JobLifecycle(MAXIMUM_FAILURES);
  private final Job queued = JobLifecycle.accept("job_1", Jobs.SPEC, now()).job();

  private Instant now() {
    return clock.instant();
  }

  private Job claimed(Job job) {
    return lifecycle.claim(job, now()).orElseThrow().job();
  }

  @Test
  void claimingCountsAttempts() {
    clock.advance(Duration.ofSeconds(5));
    Job running = claimed(queued);

    assertThat(running.state()).isEqualTo(JobState.RUNNING);
    assertThat(running.attempts()).isEqualTo(new JobAttempts(1, 0));
    assertThat(running.times().startedAt()).contains(now());
    assertThat(running.times().createdAt()).isEqualTo(now().minusSeconds(5));
  }

  @Test
  void aLostWorkerIsReplacedTwiceThenTheJobFails() {
    Job second = claimed(claimed(queued));
    assertThat(second.attempts()).isEqualTo(new JobAttempts(2, 1));
    Job third = claimed(second);
    assertThat(third.attempts()).isEqualTo(new JobAttempts(3, 2));

    Job lost = claimed(third);
    assertThat(lost.state()).isEqualTo(JobState.FAILED);
    assertThat(lost.error().orElseThrow().code()).isEqualTo("worker-lost");
    assertThat(lost.attempts().number()).isEqualTo(3);
  }

  @Test
  void aJobGivenBackByAWorkerThatShutsDownHasNotFailed() {
    Job job = queued;
    for (int i = 1; i <= 10; i++) {
      job = JobLifecycle.release(claimed(job), i, now()).orElseThrow().job();
      assertThat(job.state()).isEqualTo(JobState.QUEUED);
    }
    assertThat(job.attempts()).isEqualTo(new JobAttempts(10, 0));
  }

  @Test
  void anUnexpectedFaultIsRetriedTwiceThenTheJobFailsWithIt() {
    Job job = queued;
    for (int attempt = 1; attempt < MAXIMUM_FAILURES; attempt++) {
      JobChange change = lifecycle.failOrRetry(claimed(job), attempt, ERROR, now()).orElseThrow();
      assertThat(change.event()).isEqualTo(JobEventType.RETRYING);
      assertThat(change.message()).isEqualTo(ERROR.detail());
      job = change.job();
    }
    Job failed =
        lifecycle.failOrRetry(claimed(job), MAXIMUM_FAILURES, ERROR, now()).orElseThrow().job();
    assertThat(failed.error()).contains(ERROR);
  }

  @Test
  void aJobThatWasToldToStopIsNotRetried() {
    Job asked = JobLifecycle.cancel(claimed(queued), now()).orElseThrow().job();

    assertThat(lifecycle.failOrRetry(asked, 1, ERROR, now()).orElseThrow().job().state())
        .isEqualTo(JobState.CANCELLED);
    assertThat(JobLifecycle.release(asked, 1, now()).orElseThrow().job().state())
        .isEqualTo(JobState.CANCELLED);
    assertThat(claimed(asked).state()).isEqualTo(JobState.CANCELLED);
  }

  @Test
  void cancelDoesWhatTheStateAllows() {
    assertThat(JobLifecycle.cancel(queued, now()).orElseThrow().job().state())
        .isEqualTo(JobState.CANCELLED);

    Job asked = JobLifecycle.cancel(claimed(queued), now()).orElseThrow().job();
    assertThat(asked.state()).isEqualTo(JobState.RUNNING);
    assertThat(asked.cancelRequested()).isTrue();
    assertThat(JobLifecycle.cancel(asked, now())).isEmpty();

    for (Job ended : ended()) {
      assertThat(JobLifecycle.cancel(ended, now())).isEmpty();
    }
  }

  private List<Job> ended() {
    Job running = claimed(queued);
    return List.of(
        JobLifecycle.succeed(running, 1, RESULT, now()).orElseThrow().job(),
        JobLifecycle.fail(running, 1, ERROR, now()).orElseThrow().job(),
        JobLifecycle.stop(running, 1, now()).orElseThrow().job());
  }

  @Test
  void nothingMovesAJobThatHasEnded() {
    for (Job ended : ended()) {
      assertThat(ended.times().endedAt()).contains(now());
      assertThat(lifecycle.claim(ended, now())).isEmpty();
      assertThat(JobLifecycle.succeed(ended, 1, RESULT, now())).isEmpty();
      assertThat(JobLifecycle.fail(ended, 1, ERROR, now())).isEmpty();
      assertThat(JobLifecycle.progress(ended, 1, Jobs.progress(1), now())).isEmpty();
      assertThat(JobLifecycle.release(ended, 1, now())).isEmpty();
    }
  }

  @Test
  void aResultMayComeBeforeTheStopThatWasAskedFor() {
    Job asked = JobLifecycle.cancel(claimed(queued), now()).orElseThrow().job();

    Job succeeded = JobLifecycle.succeed(asked, 1, RESULT, now()).orElseThrow().job();
    assertThat(succeeded.state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(JobLifecycle.stop(succeeded, 1, now())).isEmpty();
  }

  @RepeatedTest(50)
  void progressNeverFallsWithinAnAttemptWhateverHappens(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    Job job = queued;
    for (int i = 0; i < RANDOM_STEPS; i++) {
      Optional<JobChange> step = randomStep(job, random);
      Job after = step.map(JobChange::job).orElse(job);
      assertThat(after.attempts().number()).isGreaterThanOrEqualTo(job.attempts().number());
      if (after.attempts().number() == job.attempts().number()
          && after.state() != JobState.QUEUED) {
        assertThat(after.progress().fraction()).isGreaterThanOrEqualTo(job.progress().fraction());
      }
      job = after;
    }
  }

  private Optional<JobChange> randomStep(Job job, Random random) {
    int attempt = Math.max(1, job.attempts().number() - random.nextInt(2));
    return switch (random.nextInt(12)) {
      case 0 -> lifecycle.claim(job, now());
      case 1 -> JobLifecycle.release(job, attempt, now());
      case 2 -> lifecycle.failOrRetry(job, attempt, ERROR, now());
      case 3 -> random.nextInt(10) == 0 ? JobLifecycle.cancel(job, now()) : Optional.empty();
      case 4 -> job.state() == JobState.QUEUED ? lifecycle.claim(job, now()) : Optional.empty();
      default -> JobLifecycle.progress(job, attempt, Jobs.progress(random.nextDouble()), now());
    };
  }
}
