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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a job shows that ended without a result. */
final class BestSoFarTest {
  private static final Duration CHECK = Duration.ofMillis(250);

  @TempDir private Path scratch;
  @TempDir private Path home;
  private final SettableClock clock = new SettableClock();
  private final InMemoryModelCatalog models = new InMemoryModelCatalog();
  private final InMemoryJobStore store = new InMemoryJobStore(models, (id, at) -> {});
  private KeptState kept;
  private final JobEvents events = new JobEvents();
  private final JobService service =
      new JobService(store, events, new ResourceIds(clock, new Random(1)), clock, () -> {});
  private Job job;

  @BeforeEach
  void submitJob() {
    kept = Jobs.kept(home, store);
    models.add(
        Models.model(Jobs.MODEL_ID, "a".repeat(64), clock.instant()),
        new IdempotentRequest("models", IdempotencyKey.NONE, ""));
    job = service.submit(Jobs.SPEC, IdempotencyKey.NONE).resource();
  }

  private void work(JobRunner runner) {
    WorkerSettings settings = WorkerSettings.standard(scratch);
    new JobWorker(store, events, runner, Jobs.cpu(), kept, settings, clock)
        .work(job.id(), () -> false);
  }

  private Job found() {
    return service.find(job.id());
  }

  private static void keep(JobContext context, String best) {
    context.keep(0, "pruning-best", best.getBytes(StandardCharsets.UTF_8));
  }

  private String best() throws IOException {
    JobArtifact best = found().artifact("pruning-best.json").orElseThrow();
    return Files.readString(kept.artifacts().path(best.content().sha256()));
  }

  private static EspalierException unreadable() {
    return new EspalierException(ErrorCode.DATASET_INVALID, "Sample 7 cannot be read.");
  }

  @Test
  void aJobThatFailsShowsTheNewestOfTheBestItHadFound() throws IOException {
    work(
        (running, context) -> {
          keep(context, "first");
          keep(context, "second");
          assertThat(found().artifacts()).isEmpty();
          throw unreadable();
        });

    assertThat(found().error().orElseThrow().detail()).isEqualTo("Sample 7 cannot be read.");
    assertThat(found().artifacts()).hasSize(1);
    assertThat(best()).isEqualTo("second");
  }

  @Test
  void aSecondStepHasItsBestInAFileOfItsOwn() {
    work(
        (running, context) -> {
          keep(context, "first");
          context.keep(1, "pruning-best", new byte[] {'2'});
          throw unreadable();
        });

    assertThat(found().artifacts())
        .extracting(JobArtifact::name)
        .containsExactly("pruning-best.json", "pruning-best-2.json");
  }

  @Test
  void aJobThatIsCancelledShowsTheBestItHadFound() throws IOException {
    work(
        (running, context) -> {
          context.throwIfCancelled();
          keep(context, "best");
          service.cancel(running.id());
          clock.advance(CHECK);
          context.throwIfCancelled();
          return Jobs.RESULT;
        });

    assertThat(found().state()).isEqualTo(JobState.CANCELLED);
    assertThat(best()).isEqualTo("best");
  }

  @Test
  void aJobThatIsTriedAgainOrSucceedsShowsNothingButItsResult() {
    work(
        (running, context) -> {
          keep(context, "best");
          throw new IllegalStateException("may not happen again");
        });
    assertThat(found().state()).isEqualTo(JobState.QUEUED);
    assertThat(found().artifacts()).isEmpty();

    work(
        (running, context) -> {
          keep(context, "best");
          return Jobs.RESULT;
        });
    assertThat(found().artifacts()).isEqualTo(Jobs.RESULT.artifacts());
  }

  @Test
  void aWorkerThatWasHeldUpCannotPublishTheBestItHadFound() throws IOException {
    work(
        (running, context) -> {
          keep(context, "old");
          work(
              (again, successor) -> {
                keep(successor, "new");
                throw unreadable();
              });
          throw unreadable();
        });

    assertThat(found().attempts().number()).isEqualTo(2);
    assertThat(best()).isEqualTo("new");
  }
}
