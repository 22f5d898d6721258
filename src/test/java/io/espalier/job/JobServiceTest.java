package io.espalier.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.catalog.InMemoryModelCatalog;
import io.espalier.catalog.Models;
import io.espalier.idempotency.Accepted;
import io.espalier.idempotency.IdempotencyKey;
import io.espalier.idempotency.IdempotentRequest;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.resource.ResourceIds;
import io.espalier.resource.ResourceKind;
import io.espalier.resource.SettableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class JobServiceTest {
  private final SettableClock clock = new SettableClock();
  private final ResourceIds ids = new ResourceIds(clock, new Random(1));
  private final InMemoryModelCatalog models = new InMemoryModelCatalog();
  private final InMemoryJobStore store = new InMemoryJobStore(models, (id, at) -> {});
  private final JobEvents events = new JobEvents();
  private final List<String> woken = new ArrayList<>();
  private final JobService service =
      new JobService(store, events, ids, clock, () -> woken.add("workers"));
  private final JobLifecycle lifecycle = new JobLifecycle(3);

  @BeforeEach
  void addModel() {
    models.add(
        Models.model(Jobs.MODEL_ID, "a".repeat(64), clock.instant()),
        new IdempotentRequest("models", IdempotencyKey.NONE, ""));
  }

  private Job submit() {
    return service.submit(Jobs.SPEC, IdempotencyKey.NONE).resource();
  }

  private Job running() {
    Job job = submit();
    return store.change(job.id(), found -> lifecycle.claim(found, clock.instant())).get().job();
  }

  @Test
  void submitsAndWakesTheWorkers() {
    Job job = submit();

    assertThat(service.find(job.id())).isEqualTo(job);
    assertThat(woken).hasSize(1);
  }

  @Test
  void makesOneJobOfTwoRequestsWithOneKey() {
    IdempotencyKey key = new IdempotencyKey("k");
    Job job = service.submit(Jobs.SPEC, key).resource();

    assertThat(service.submit(Jobs.SPEC, key)).isEqualTo(new Accepted<>(job, true));
    assertRefused(
        () -> service.submit(new JobSpec(Jobs.MODEL_ID, "{}"), key),
        ErrorCode.IDEMPOTENCY_KEY_REUSE);
  }

  @Test
  void cancelsAQueuedJobAtOnceAndAgain() {
    Job job = submit();

    assertThat(service.cancel(job.id()).state()).isEqualTo(JobState.CANCELLED);
    assertThat(service.cancel(job.id()).state()).isEqualTo(JobState.CANCELLED);
    assertThat(service.events(job.id(), 0, 10)).hasSize(2);
  }

  @Test
  void asksARunningJobToStopAndAsksOnce() {
    Job job = running();

    assertThat(service.cancel(job.id()).cancelRequested()).isTrue();
    assertThat(service.cancel(job.id()).cancelRequested()).isTrue();
    assertThat(service.events(job.id(), 0, 10))
        .extracting(JobEvent::type)
        .containsExactly(JobEventType.QUEUED, JobEventType.STARTED, JobEventType.CANCEL_REQUESTED);
  }

  @Test
  void refusesToCancelAJobThatHasSucceededOrFailed() {
    Job done = running();
    store.change(done.id(), found -> JobLifecycle.succeed(found, 1, Jobs.RESULT, clock.instant()));
    Job failed = running();
    store.change(failed.id(), found -> JobLifecycle.fail(found, 1, Jobs.ERROR, clock.instant()));

    assertRefused(() -> service.cancel(done.id()), ErrorCode.ALREADY_TERMINAL);
    assertRefused(() -> service.cancel(failed.id()), ErrorCode.ALREADY_TERMINAL);
  }

  @Test
  void tellsAWrongKindFromAnUnknownJob() {
    String model = ids.next(ResourceKind.MODEL);
    String unknown = ids.next(ResourceKind.JOB);

    assertRefused(() -> service.find(model), ErrorCode.INVALID_ID);
    assertRefused(() -> service.cancel(model), ErrorCode.INVALID_ID);
    assertRefused(() -> service.find(unknown), ErrorCode.NOT_FOUND);
    assertRefused(() -> service.cancel(unknown), ErrorCode.NOT_FOUND);
    assertRefused(() -> service.events(unknown, 0, 10), ErrorCode.NOT_FOUND);
  }

  @Test
  void wakesThoseWhoFollowAJob() throws InterruptedException {
    Job job = submit();
    Job other = submit();
    try (JobEvents.Follower follower = service.follow(job.id())) {
      service.cancel(other.id());
      assertThat(follower.await(Duration.ZERO)).isFalse();
      service.cancel(job.id());
      assertThat(follower.await(Duration.ZERO)).isTrue();
      assertThat(follower.await(Duration.ZERO)).isFalse();
    }
  }

  private static void assertRefused(Runnable action, ErrorCode code) {
    assertThatExceptionOfType(EspalierException.class)
        .isThrownBy(action::run)
        .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(code));
  }
}
