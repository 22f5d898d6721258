package io.espalier.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.kagkarlsson.scheduler.testhelper.ManualScheduler;
import com.github.kagkarlsson.scheduler.testhelper.SettableClock;
import com.github.kagkarlsson.scheduler.testhelper.TestHelper;
import io.espalier.catalog.JdbcModelCatalog;
import io.espalier.catalog.Models;
import io.espalier.database.TestDatabase;
import io.espalier.idempotency.IdempotencyKey;
import io.espalier.idempotency.IdempotentRequest;
import io.espalier.idempotency.JdbcIdempotency;
import io.espalier.resource.ResourceIds;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The queue, cranked by hand, and then running by itself. */
final class JobSchedulerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path scratch;
  private final TestDatabase database = new TestDatabase();
  private final SettableClock time = new SettableClock();
  private final InstantSource clock = time::now;
  private final JobEvents events = new JobEvents();
  private JobStore store;
  private JobService service;

  @BeforeEach
  void open() {
    time.set(Instant.parse("2026-03-01T10:00:00Z"));
    var idempotency = new JdbcIdempotency(database.jdbc(), database.transactions(), clock);
    store =
        new JdbcJobStore(
            database.jdbc(),
            database.transactions(),
            idempotency,
            JobTask.queue(database.dataSource()));
    service = new JobService(store, events, new ResourceIds(clock, new Random(1)), clock, () -> {});
    new JdbcModelCatalog(database.jdbc(), database.transactions(), idempotency)
        .add(
            Models.model(Jobs.MODEL_ID, "a".repeat(64), clock.instant()),
            new IdempotentRequest("models", IdempotencyKey.NONE, ""));
  }

  @AfterEach
  void close() {
    database.close();
  }

  private JobWorker worker(JobRunner runner) {
    return new JobWorker(
        store,
        events,
        runner,
        Jobs.cpu(),
        Jobs.kept(scratch, store),
        WorkerSettings.standard(scratch),
        clock);
  }

  private ManualScheduler manual(JobRunner runner) {
    return TestHelper.createManualScheduler(database.dataSource(), JobTask.of(worker(runner)))
        .clock(time)
        .start();
  }

  private Job submit() {
    return service.submit(Jobs.SPEC, IdempotencyKey.NONE).resource();
  }

  private long queued() {
    return database.jdbc().sql("SELECT COUNT(*) FROM scheduled_tasks").query(Long.class).single();
  }

  @Test
  void runsAJobOnceAndForgetsIt() {
    Job job = submit();
    ManualScheduler scheduler = manual((running, context) -> Jobs.RESULT);

    scheduler.runAnyDueExecutions();
    scheduler.runAnyDueExecutions();

    assertThat(service.find(job.id()).state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(service.find(job.id()).attempts().number()).isEqualTo(1);
    assertThat(queued()).isZero();
  }

  @Test
  void waitsBetweenAttempts() {
    Job job = submit();
    ManualScheduler scheduler =
        manual(
            (running, context) -> {
              throw new IllegalStateException("made up");
            });

    scheduler.runAnyDueExecutions();
    scheduler.runAnyDueExecutions();
    assertThat(service.find(job.id()).attempts().number()).isEqualTo(1);

    scheduler.tick(Duration.ofSeconds(11));
    scheduler.runAnyDueExecutions();
    assertThat(service.find(job.id()).attempts().number()).isEqualTo(2);

    scheduler.tick(Duration.ofSeconds(61));
    scheduler.runAnyDueExecutions();
    assertThat(service.find(job.id()).state()).isEqualTo(JobState.FAILED);
    assertThat(queued()).isZero();
  }

  @Test
  void takesUpAJobWhoseWorkerHasFallenSilent() {
    Job job = submit();
    leaveInTheHandsOfADeadWorker(job);
    ManualScheduler scheduler = manual((running, context) -> Jobs.RESULT);

    scheduler.runAnyDueExecutions();
    assertThat(service.find(job.id()).state()).isEqualTo(JobState.RUNNING);

    scheduler.tick(Duration.ofHours(1));
    scheduler.runDeadExecutionDetection();
    scheduler.runAnyDueExecutions();
    assertThat(service.find(job.id()).state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(service.find(job.id()).attempts()).isEqualTo(new JobAttempts(2, 1));
  }

  private void leaveInTheHandsOfADeadWorker(Job job) {
    store.change(job.id(), found -> new JobLifecycle(3).claim(found, clock.instant()));
    database
        .jdbc()
        .sql(
            """
            UPDATE scheduled_tasks SET picked = TRUE, picked_by = 'dead', version = version + 1,
              last_heartbeat = execution_time""")
        .update();
  }

  @Test
  void theSoleOwnerTakesUpAbandonedJobsAtItsStart() throws InterruptedException {
    Job job = submit();
    leaveInTheHandsOfADeadWorker(job);

    JobScheduler scheduler =
        new JobScheduler(
            database.dataSource(),
            worker((running, context) -> Jobs.RESULT),
            JobSchedulerSettings.standard(true));
    scheduler.start();
    try {
      awaitState(job, JobState.SUCCEEDED);
    } finally {
      scheduler.stop();
    }
    assertThat(service.find(job.id()).attempts()).isEqualTo(new JobAttempts(2, 1));
  }

  @Test
  void aRunningJobIsGivenBackWhenTheSchedulerStops() throws InterruptedException {
    CountDownLatch started = new CountDownLatch(1);
    Job job = submit();
    JobScheduler scheduler =
        new JobScheduler(
            database.dataSource(),
            worker(
                (running, context) -> {
                  started.countDown();
                  while (true) {
                    context.throwIfCancelled();
                    Thread.onSpinWait();
                  }
                }),
            JobSchedulerSettings.standard(false));
    scheduler.start();
    started.await();
    scheduler.stop();

    assertThat(service.find(job.id()).state()).isEqualTo(JobState.QUEUED);
    assertThat(service.find(job.id()).attempts()).isEqualTo(new JobAttempts(1, 0));
    assertThat(queued()).isEqualTo(1);
  }

  private void awaitState(Job job, JobState state) throws InterruptedException {
    Instant limit = Instant.now().plus(PATIENCE);
    try (JobEvents.Follower follower = service.follow(job.id())) {
      while (service.find(job.id()).state() != state && Instant.now().isBefore(limit)) {
        follower.await(Duration.ofSeconds(1));
      }
    }
    assertThat(service.find(job.id()).state()).isEqualTo(state);
  }
}
