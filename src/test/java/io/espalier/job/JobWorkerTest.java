package io.espalier.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.catalog.InMemoryModelCatalog;
import io.espalier.catalog.Models;
import io.espalier.idempotency.IdempotencyKey;
import io.espalier.idempotency.IdempotentRequest;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.resource.ResourceIds;
import io.espalier.resource.SettableClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JobWorkerTest {
  private static final Duration CHECK = Duration.ofMillis(250);
  private static final Duration WRITE = Duration.ofMillis(500);

  @TempDir private Path scratch;
  @TempDir private Path home;
  private final SettableClock clock = new SettableClock();
  private final InMemoryModelCatalog models = new InMemoryModelCatalog();
  private final InMemoryJobStore store = new InMemoryJobStore(models, (id, at) -> {});
  private KeptState kept;
  private final JobEvents events = new JobEvents();
  private final JobService service =
      new JobService(store, events, new ResourceIds(clock, new Random(1)), clock, () -> {});
  private boolean shuttingDown;
  private Job job;

  @BeforeEach
  void submitJob() {
    kept = Jobs.kept(home, store);
    models.add(
        Models.model(Jobs.MODEL_ID, "a".repeat(64), clock.instant()),
        new IdempotentRequest("models", IdempotencyKey.NONE, ""));
    job = service.submit(Jobs.SPEC, IdempotencyKey.NONE).resource();
  }

  private WorkOutcome work(JobRunner runner) {
    WorkerSettings settings = WorkerSettings.standard(scratch);
    return new JobWorker(store, events, runner, Jobs.cpu(), kept, settings, clock)
        .work(job.id(), () -> shuttingDown);
  }

  private Job found() {
    return service.find(job.id());
  }

  private List<JobEventType> told() {
    return service.events(job.id(), 0, 1000).stream().map(JobEvent::type).toList();
  }

  @Test
  void publishesTheResultOfARun() {
    assertThat(work((running, context) -> Jobs.RESULT)).isEqualTo(new WorkOutcome.Done());

    assertThat(found().state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(found().artifacts()).isEqualTo(Jobs.RESULT.artifacts());
    assertThat(found().progress().fraction()).isEqualTo(1);
    assertThat(told())
        .containsExactly(JobEventType.QUEUED, JobEventType.STARTED, JobEventType.SUCCEEDED);
  }

  @Test
  void givesEachAttemptAnEmptyFolderThatIsGoneAfterwards() throws IOException {
    Path left = Files.createDirectories(scratch.resolve(job.id()).resolve("7"));
    Files.writeString(left.resolve("half"), "x");
    List<Path> given = new ArrayList<>();

    work(
        (running, context) -> {
          given.add(context.scratch());
          assertThat(context.scratch()).isEmptyDirectory();
          assertThat(left).doesNotExist();
          write(context.scratch().resolve("file"));
          return Jobs.RESULT;
        });

    assertThat(given.getFirst()).doesNotExist();
    try (Stream<Path> entries = Files.list(scratch)) {
      assertThat(entries).isEmpty();
    }
  }

  private static void write(Path file) {
    try {
      Files.writeString(file, "x");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Test
  void writesAtMostTwoProgressEventsASecondAndNeverAFallingOne() {
    work(
        (running, context) -> {
          for (int i = 0; i < 100; i++) {
            context.progress(i % 2 == 0 ? i / 100.0 : 0, "COMPRESSING", "Step " + i);
            clock.advance(Duration.ofMillis(50));
          }
          return Jobs.RESULT;
        });

    List<JobEvent> progress =
        service.events(job.id(), 0, 1000).stream()
            .filter(event -> event.type() == JobEventType.PROGRESS)
            .toList();
    assertThat(progress).hasSize(10);
    assertThat(progress).extracting(event -> event.progress().fraction()).isSorted();
  }

  @Test
  void takesAFractionThatIsAHairAboveOne() {
    work(
        (running, context) -> {
          context.progress(1 + 1e-12, "EVALUATING", "");
          return Jobs.RESULT;
        });

    assertThat(found().state()).isEqualTo(JobState.SUCCEEDED);
  }

  @Test
  void endsARunAtItsNextCheckAfterACancel() {
    WorkOutcome outcome =
        work(
            (running, context) -> {
              context.throwIfCancelled();
              service.cancel(running.id());
              clock.advance(CHECK);
              context.throwIfCancelled();
              throw new AssertionError("The run went on");
            });

    assertThat(outcome).isEqualTo(new WorkOutcome.Done());
    assertThat(found().state()).isEqualTo(JobState.CANCELLED);
    assertThat(found().artifacts()).isEmpty();
  }

  @Test
  void doesNothingForAJobThatWasCancelledInTheQueue() {
    service.cancel(job.id());

    assertThat(work(JobWorkerTest::mustNotRun)).isEqualTo(new WorkOutcome.Done());
    assertThat(found().attempts()).isEqualTo(JobAttempts.NONE);
  }

  private static JobResult mustNotRun(Job job, JobContext context) {
    throw new AssertionError("The job was run");
  }

  @Test
  void aFaultOfTheUserEndsTheJobAtOnce() {
    WorkOutcome outcome =
        work(
            (running, context) -> {
              throw new EspalierException(
                  ErrorCode.INFEASIBLE_PLAN, "No channel is left.", Jobs.ERROR.problems());
            });

    assertThat(outcome).isEqualTo(new WorkOutcome.Done());
    assertThat(found().error().orElseThrow())
        .isEqualTo(new JobError("infeasible-plan", "No channel is left.", Jobs.ERROR.problems()));
    assertThat(found().attempts().number()).isEqualTo(1);
  }

  @Test
  void anUnexpectedFaultIsTriedThreeTimesWithGrowingPauses() {
    JobRunner broken =
        (running, context) -> {
          throw new IllegalStateException("jdbc:h2:/secret/path");
        };

    assertThat(work(broken)).isEqualTo(again(Duration.ofSeconds(10)));
    assertThat(work(broken)).isEqualTo(again(Duration.ofSeconds(60)));
    assertThat(work(broken)).isEqualTo(new WorkOutcome.Done());
    assertThat(found().error().orElseThrow())
        .isEqualTo(
            new JobError(
                "internal-error", "The job met an unexpected fault of the service.", List.of()));
    assertThat(found().attempts()).isEqualTo(new JobAttempts(3, 3));
  }

  private WorkOutcome again(Duration pause) {
    return new WorkOutcome.Again(clock.instant().plus(pause));
  }

  @Test
  void whatAsksForTooMuchMemoryTwiceIsNotTriedAgain() {
    JobRunner greedy =
        (running, context) -> {
          throw new EspalierException(ErrorCode.RESOURCE_LIMIT, "Try a smaller microBatch.");
        };

    assertThat(work(greedy)).isEqualTo(again(Duration.ofSeconds(10)));
    assertThat(work(greedy)).isEqualTo(new WorkOutcome.Done());
    assertThat(found().error().orElseThrow())
        .isEqualTo(new JobError("resource-limit", "Try a smaller microBatch.", List.of()));
    assertThat(found().attempts()).isEqualTo(new JobAttempts(2, 2));
  }

  @Test
  void aStackOverflowOrAFullHeapDoesNotEndTheWorker() {
    work(
        (running, context) -> {
          throw new OutOfMemoryError("made up");
        });

    assertThat(found().state()).isEqualTo(JobState.QUEUED);
    assertThat(service.events(job.id(), 2, 1).getFirst().progress().message())
        .startsWith("The worker ran out of memory; ")
        .contains("-Xmx", "-XX:MaxDirectMemorySize");
  }

  @Test
  void aWorkerThatShutsDownGivesTheJobBackWithoutCountingAFailure() {
    WorkOutcome outcome =
        work(
            (running, context) -> {
              shuttingDown = true;
              context.throwIfCancelled();
              throw new AssertionError("The run went on");
            });

    assertThat(outcome).isEqualTo(again(Duration.ZERO));
    assertThat(found().state()).isEqualTo(JobState.QUEUED);
    assertThat(found().attempts()).isEqualTo(new JobAttempts(1, 0));
  }

  @Test
  void anInterruptedRunGivesTheJobBackAndTouchesTheStoreUninterrupted() {
    work(
        (running, context) -> {
          Thread.currentThread().interrupt();
          context.throwIfCancelled();
          throw new AssertionError("The run went on");
        });

    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    assertThat(found().state()).isEqualTo(JobState.QUEUED);
  }

  @Test
  void aFaultDuringShutdownCountsAsShutdown() {
    work(
        (running, context) -> {
          shuttingDown = true;
          throw new IllegalStateException("interrupted somewhere");
        });

    assertThat(found().attempts()).isEqualTo(new JobAttempts(1, 0));
  }

  @Test
  void dropsTheResultOfAWorkerThatWasHeldUpAndPublishesThatOfItsSuccessor() {
    work(
        (running, context) -> {
          assertThat(work((again, successor) -> Jobs.RESULT)).isEqualTo(new WorkOutcome.Done());
          return new JobResult(List.of());
        });

    assertThat(found().state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(found().attempts()).isEqualTo(new JobAttempts(2, 1));
    assertThat(found().artifacts()).isEqualTo(Jobs.RESULT.artifacts());
  }

  @Test
  void stopsARunWhoseJobHasAnotherWorker() {
    List<String> ends = new ArrayList<>();
    work(
        (running, context) -> {
          context.throwIfCancelled();
          work((again, successor) -> Jobs.RESULT);
          clock.advance(WRITE);
          try {
            context.progress(0.9, "COMPRESSING", "");
          } catch (JobStoppedException stop) {
            ends.add(stop.reason().name());
            throw stop;
          }
          return Jobs.RESULT;
        });

    assertThat(ends).containsExactly("SUPERSEDED");
    assertThat(found().attempts().number()).isEqualTo(2);
  }

  @Test
  void aJobThatKillsThreeWorkersFailsAsWorkerLost() throws IOException {
    Path left = Files.createDirectories(scratch.resolve(job.id()).resolve("3"));
    for (int i = 0; i < 3; i++) {
      store.change(job.id(), found -> new JobLifecycle(3).claim(found, clock.instant()));
    }

    assertThat(work(JobWorkerTest::mustNotRun)).isEqualTo(new WorkOutcome.Done());
    assertThat(found().error().orElseThrow().code()).isEqualTo("worker-lost");
    assertThat(left).doesNotExist();
  }
}
