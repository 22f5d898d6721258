package io.espalier.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.catalog.InMemoryModelCatalog;
import io.espalier.catalog.Models;
import io.espalier.engine.Device;
import io.espalier.engine.train.Checkpoint;
import io.espalier.engine.train.TrainingListener;
import io.espalier.idempotency.IdempotencyKey;
import io.espalier.idempotency.IdempotentRequest;
import io.espalier.job.device.DevicePool;
import io.espalier.job.metric.MetricPoint;
import io.espalier.method.spec.DeviceChoice;
import io.espalier.method.spec.Placement;
import io.espalier.resource.ResourceIds;
import io.espalier.resource.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an attempt is given, and what it leaves for the next. */
final class JobAttemptTest {
  private static final Duration WRITE = Duration.ofMillis(500);

  @TempDir private Path scratch;
  @TempDir private Path home;
  private final SettableClock clock = new SettableClock();
  private final InMemoryModelCatalog models = new InMemoryModelCatalog();
  private final InMemoryJobStore store = new InMemoryJobStore(models, (id, at) -> {});
  private final JobEvents events = new JobEvents();
  private final JobService service =
      new JobService(store, events, new ResourceIds(clock, new Random(1)), clock, () -> {});
  private KeptState kept;
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
    return work(runner, Jobs.cpu());
  }

  private WorkOutcome work(JobRunner runner, DevicePool pool) {
    WorkerSettings settings = WorkerSettings.standard(scratch);
    return new JobWorker(store, events, runner, pool, kept, settings, clock)
        .work(job.id(), () -> false);
  }

  private Job found() {
    return service.find(job.id());
  }

  @Test
  void keepsCheckpointsBetweenAttemptsAndUntilTheEnd() {
    Checkpoint checkpoint = new Checkpoint(Map.of(), Map.of("step", "7"));
    work(
        (running, context) -> {
          context.checkpoints(1).save(checkpoint);
          throw new IllegalStateException("made up");
        });
    work(
        (running, context) -> {
          assertThat(context.checkpoints(0).newest()).isEmpty();
          assertThat(context.checkpoints(1).newest()).contains(checkpoint);
          return Jobs.RESULT;
        });

    assertThat(found().state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(home.resolve("checkpoints")).isEmptyDirectory();
  }

  @Test
  void forgetsTheCheckpointsOfAJobThatWasCancelledInLine() {
    work(
        (running, context) -> {
          context.checkpoints(0).save(new Checkpoint(Map.of(), Map.of()));
          throw new IllegalStateException("made up");
        });
    service.cancel(job.id());
    assertThat(work((running, context) -> Jobs.RESULT)).isEqualTo(new WorkOutcome.Done());
    assertThat(found().state()).isEqualTo(JobState.CANCELLED);

    assertThat(home.resolve("checkpoints")).isEmptyDirectory();
  }

  @Test
  void aCurveHasOneValueForEachIterationHoweverOftenTheJobIsTakenUp() {
    work(
        (running, context) -> {
          tell(context, 1, 8, 0.5);
          throw new IllegalStateException("made up");
        });
    work(
        (running, context) -> {
          context.resumed(0, 5);
          tell(context, 6, 7, 0.25);
          throw new IllegalStateException("made up");
        });
    assertThat(curve()).containsExactly(0.5, 0.5, 0.5, 0.5, 0.5, 0.25, 0.25);

    work(
        (running, context) -> {
          tell(context, 1, 2, 0.125);
          return Jobs.RESULT;
        });
    assertThat(curve()).as("nothing to go on from").containsExactly(0.125, 0.125);
  }

  private static void tell(JobContext context, int first, int last, double value) {
    for (int i = first; i <= last; i++) {
      context.measured(0, new TrainingListener.Point("loss", i, 0, value));
    }
    context.measured(0, new TrainingListener.Point("loss", last + 1, 0, Double.NaN));
  }

  private List<Double> curve() {
    return kept.metrics().read(job.id()).stream().map(MetricPoint::value).toList();
  }

  @Test
  void pointsAreThereBeforeTheCheckpointTheyLieBefore() {
    work(
        (running, context) -> {
          tell(context, 1, 3, 0.5);
          assertThat(curve()).isEmpty();
          context.checkpoints(0).save(new Checkpoint(Map.of(), Map.of()));
          assertThat(curve()).hasSize(3);
          return Jobs.RESULT;
        });
  }

  @Test
  void tellsTheTimeThatIsLeftAndNeverLessThanNone() {
    List<Optional<Long>> told = new ArrayList<>();
    work(
        (running, context) -> {
          for (long millis : new long[] {90_001, 0, -5_000}) {
            clock.advance(WRITE);
            context.progress(0.5, "TRAINING", "", Duration.ofMillis(millis));
            told.add(found().progress().secondsLeft());
          }
          clock.advance(WRITE);
          context.progress(0.6, "TRAINING", "");
          told.add(found().progress().secondsLeft());
          return Jobs.RESULT;
        });

    assertThat(told)
        .containsExactly(Optional.of(91L), Optional.of(0L), Optional.of(0L), Optional.empty());
  }

  @Test
  void runsOnTheDevicesItsJobAskedForAndGivesThemBack() {
    DevicePool pool = new DevicePool(List.of(Device.cuda(0), Device.cuda(1)));
    JobRunner runner =
        new JobRunner() {
          @Override
          public JobResult run(Job running, JobContext context) {
            assertThat(context.devices()).containsExactly(Device.cuda(0), Device.cuda(1));
            assertThat(pool.holders()).hasSize(2);
            return Jobs.RESULT;
          }

          @Override
          public Placement placement(Job asked) {
            return new Placement(DeviceChoice.GPU, 2);
          }
        };
    work(runner, pool);

    assertThat(found().state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(pool.holders()).isEmpty();
  }
}
