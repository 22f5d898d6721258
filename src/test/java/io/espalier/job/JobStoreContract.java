package io.espalier.job;

import static io.espalier.job.Jobs.NO_KEY;
import static io.espalier.job.Jobs.RESULT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.catalog.ModelCatalog;
import io.espalier.catalog.Models;
import io.espalier.catalog.dataset.DatasetCatalog;
import io.espalier.catalog.dataset.Datasets;
import io.espalier.idempotency.Accepted;
import io.espalier.idempotency.IdempotencyKey;
import io.espalier.idempotency.IdempotentRequest;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.resource.Page;
import io.espalier.resource.PageRequest;
import io.espalier.resource.ResourceIds;
import io.espalier.resource.ResourceKind;
import io.espalier.resource.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every job store does. */
abstract class JobStoreContract {
  private static final int PARALLEL = 100;

  final SettableClock clock = new SettableClock();
  final List<String> queued = new CopyOnWriteArrayList<>();
  final ResourceIds ids = new ResourceIds(clock, new Random(1));
  private final JobLifecycle lifecycle = new JobLifecycle(3);
  private JobStore store;

  /** The store, its catalog holding the model of {@link Jobs#SPEC}. */
  abstract JobStore open(SettableClock clock, JobQueue queue);

  abstract ModelCatalog catalog();

  abstract DatasetCatalog datasets();

  @BeforeEach
  void openStore() {
    store = open(clock, (id, at) -> queued.add(id));
    catalog().add(Models.model(Jobs.MODEL_ID, "a".repeat(64), clock.instant()), modelRequest());
  }

  private static IdempotentRequest modelRequest() {
    return new IdempotentRequest("models", IdempotencyKey.NONE, "");
  }

  private Job submit() {
    return store.submit(accepted(), NO_KEY).resource();
  }

  private JobChange accepted() {
    return Jobs.accepted(ids.next(ResourceKind.JOB), clock.instant());
  }

  private static IdempotentRequest keyed(String fingerprint) {
    return new IdempotentRequest("jobs", new IdempotencyKey("key"), fingerprint);
  }

  private Job claim(Job job) {
    return change(job, (found, now) -> lifecycle.claim(found, now)).orElseThrow().job();
  }

  private Optional<JobChange> change(Job job, JobChanges.Step step) {
    return store.change(job.id(), found -> step.decide(found, clock.instant()));
  }

  @Test
  void storesAndQueuesANewJob() {
    Job job = submit();

    assertThat(store.find(job.id())).contains(job);
    assertThat(job.state()).isEqualTo(JobState.QUEUED);
    assertThat(queued).containsExactly(job.id());
    assertThat(store.events(job.id(), 0, 10))
        .containsExactly(
            new JobEvent(
                1, clock.instant(), JobEventType.QUEUED, JobState.QUEUED, 0, JobProgress.NONE));
  }

  @Test
  void refusesAJobForAModelThatIsGone() {
    catalog().remove(Jobs.MODEL_ID, id -> List.of());

    assertThatExceptionOfType(EspalierException.class)
        .isThrownBy(this::submit)
        .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.NOT_FOUND));
    assertThat(queued).isEmpty();
    assertThat(store.page(PageRequest.of(ResourceKind.JOB, 0, "")).items()).isEmpty();
  }

  @Test
  void usesTheModelOfAJobUntilTheJobEnds() {
    Job job = submit();
    assertThat(store.unfinishedJobs(Jobs.MODEL_ID)).containsExactly(job.id());
    claim(job);
    assertThat(store.unfinishedJobs(Jobs.MODEL_ID)).containsExactly(job.id());
    change(job, (found, now) -> JobLifecycle.succeed(found, 1, RESULT, now));
    assertThat(store.unfinishedJobs(Jobs.MODEL_ID)).isEmpty();
  }

  @Test
  void usesTheDataSetsOfAJobUntilTheJobEnds() {
    addDataset("ds_1");
    addDataset("ds_2");
    JobSpec spec = new JobSpec(Jobs.MODEL_ID, List.of("ds_2", "ds_1"), "{}");
    JobChange accepted = JobLifecycle.accept(ids.next(ResourceKind.JOB), spec, clock.instant());
    Job job = store.submit(accepted, NO_KEY).resource();

    assertThat(store.find(job.id()).orElseThrow().spec()).isEqualTo(spec);
    assertThat(store.unfinishedJobsWith("ds_1")).containsExactly(job.id());
    assertThat(store.unfinishedJobsWith("ds_2")).containsExactly(job.id());
    assertThat(store.unfinishedJobsWith("ds_3")).isEmpty();
    claim(job);
    change(job, (found, now) -> JobLifecycle.succeed(found, 1, RESULT, now));
    assertThat(store.unfinishedJobsWith("ds_1")).isEmpty();
  }

  @Test
  void refusesAJobWhoseDataSetIsGone() {
    JobSpec spec = new JobSpec(Jobs.MODEL_ID, List.of("ds_1"), "{}");
    JobChange accepted = JobLifecycle.accept(ids.next(ResourceKind.JOB), spec, clock.instant());

    assertThatExceptionOfType(EspalierException.class)
        .isThrownBy(() -> store.submit(accepted, NO_KEY))
        .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.NOT_FOUND));
    assertThat(queued).isEmpty();
  }

  private void addDataset(String id) {
    datasets().add(Datasets.dataset(id, "a".repeat(64), clock.instant()), modelRequest());
  }

  @Test
  void everyStepIsReadBackAsItWasWritten() {
    Job job = submit();
    clock.advance(Duration.ofSeconds(1));
    assertSame(claim(job));
    assertSame(
        change(job, (found, now) -> JobLifecycle.progress(found, 1, Jobs.progress(0.5), now)));
    assertSame(change(job, JobLifecycle::cancel));
    clock.advance(Duration.ofSeconds(1));
    assertSame(change(job, (found, now) -> JobLifecycle.fail(found, 1, Jobs.ERROR, now)));
  }

  private void assertSame(Optional<JobChange> change) {
    assertSame(change.orElseThrow().job());
  }

  private void assertSame(Job written) {
    assertThat(store.find(written.id())).contains(written);
  }

  @Test
  void publishesArtifactsTogetherWithSuccess() {
    Job job = submit();
    claim(job);
    assertThat(store.references("b".repeat(64))).isFalse();

    assertSame(change(job, (found, now) -> JobLifecycle.succeed(found, 1, RESULT, now)));
    assertThat(store.find(job.id()).orElseThrow().artifacts()).isEqualTo(RESULT.artifacts());
    assertThat(store.page(PageRequest.of(ResourceKind.JOB, 0, "")).items().getFirst().artifacts())
        .isEqualTo(RESULT.artifacts());
    assertThat(store.references("b".repeat(64))).isTrue();
  }

  @Test
  void publishesTheBestSoFarTogetherWithTheEndOfAJob() {
    Job failing = submit();
    claim(failing);
    assertSame(
        change(
            failing,
            (found, now) ->
                JobLifecycle.fail(found, 1, Jobs.ERROR, now)
                    .map(change -> change.leaving(RESULT.artifacts()))));
    Job stopping = submit();
    claim(stopping);
    assertSame(
        change(
            stopping,
            (found, now) ->
                JobLifecycle.stop(found, 1, now)
                    .map(change -> change.leaving(RESULT.artifacts()))));

    assertThat(store.page(PageRequest.of(ResourceKind.JOB, 0, "")).items())
        .allMatch(job -> job.artifacts().equals(RESULT.artifacts()));
    assertThat(store.references("b".repeat(64))).isTrue();
  }

  @Test
  void aStaleAttemptCannotPublish() {
    Job job = submit();
    claim(job);
    claim(job);

    assertThat(change(job, (found, now) -> JobLifecycle.succeed(found, 1, RESULT, now))).isEmpty();
    assertThat(change(job, (found, now) -> JobLifecycle.fail(found, 1, Jobs.ERROR, now))).isEmpty();
    assertThat(store.find(job.id()).orElseThrow().state()).isEqualTo(JobState.RUNNING);
    assertThat(store.references("b".repeat(64))).isFalse();
    assertThat(change(job, (found, now) -> JobLifecycle.succeed(found, 2, RESULT, now)))
        .isPresent();
  }

  @Test
  void leavesAJobAloneWhenTheDecisionSaysSo() {
    Job job = submit();

    assertThat(store.change(job.id(), found -> Optional.empty())).isEmpty();
    assertThat(store.events(job.id(), 0, 10)).hasSize(1);
    assertThat(store.change(ids.next(ResourceKind.JOB), found -> Optional.empty())).isEmpty();
  }

  @Test
  void replaysEventsAfterANumberWithoutAGap() {
    Job job = submit();
    claim(job);
    IntStream.range(0, 10)
        .forEach(
            i ->
                change(
                    job,
                    (found, now) -> JobLifecycle.progress(found, 1, Jobs.progress(i / 10.0), now)));

    assertThat(store.events(job.id(), 3, 5))
        .extracting(JobEvent::seq)
        .containsExactly(4L, 5L, 6L, 7L, 8L);
    assertThat(store.events(job.id(), 12, 5)).isEmpty();
    assertThat(store.events(job.id(), 0, 100))
        .extracting(JobEvent::seq)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 12).boxed().toList());
  }

  @Test
  void answersARepeatedRequestWithTheJobAsItWasNew() {
    JobChange accepted = accepted();
    Job first = store.submit(accepted, keyed("f")).resource();
    claim(first);

    assertThat(store.submit(accepted(), keyed("f"))).isEqualTo(new Accepted<>(first, true));
    assertThat(queued).containsExactly(first.id());
  }

  @Test
  void refusesAKeyThatWasUsedForAnotherJob() {
    store.submit(accepted(), keyed("f"));

    assertThatExceptionOfType(EspalierException.class)
        .isThrownBy(() -> store.submit(accepted(), keyed("g")))
        .satisfies(
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.IDEMPOTENCY_KEY_REUSE));
  }

  @Test
  void aHundredParallelRequestsWithOneKeyMakeOneJob() throws Exception {
    List<Accepted<Job>> answers = inParallel(() -> store.submit(accepted(), keyed("f")));

    assertThat(answers).extracting(Accepted::resource).containsOnly(answers.getFirst().resource());
    assertThat(answers).filteredOn(answer -> !answer.replayed()).hasSize(1);
    assertThat(queued).hasSize(1);
    assertThat(store.page(PageRequest.of(ResourceKind.JOB, 0, "")).items()).hasSize(1);
  }

  @Test
  void ofAHundredParallelResultsOneIsPublished() throws Exception {
    Job job = submit();
    claim(job);

    List<Optional<JobChange>> published =
        inParallel(() -> change(job, (found, now) -> JobLifecycle.succeed(found, 1, RESULT, now)));

    assertThat(published).filteredOn(Optional::isPresent).hasSize(1);
    assertThat(store.events(job.id(), 0, 100)).hasSize(3);
  }

  @Test
  void eventsHaveNoGapsWhenManyWriteAtOnce() throws Exception {
    Job job = submit();
    claim(job);

    inParallel(
        () ->
            change(job, (found, now) -> JobLifecycle.progress(found, 1, Jobs.progress(0.5), now)));

    assertThat(store.events(job.id(), 0, 1000))
        .extracting(JobEvent::seq)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, PARALLEL + 2).boxed().toList());
  }

  @Test
  void aModelIsEitherKeptForAJobOrGoneBeforeIt() throws Exception {
    List<Boolean> submitted = new CopyOnWriteArrayList<>();
    List<Boolean> removed = new CopyOnWriteArrayList<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> one = executor.submit(() -> submitted.add(succeeds(this::submit)));
      Future<?> two =
          executor.submit(
              () -> removed.add(succeeds(() -> catalog().remove(Jobs.MODEL_ID, store))));
      one.get();
      two.get();
    }
    assertThat(submitted.getFirst()).isNotEqualTo(removed.getFirst());
  }

  private static boolean succeeds(Runnable action) {
    try {
      action.run();
      return true;
    } catch (EspalierException refused) {
      return false;
    }
  }

  private static <T> List<T> inParallel(Callable<T> action) throws Exception {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> futures =
          IntStream.range(0, PARALLEL).mapToObj(i -> executor.submit(action)).toList();
      List<T> results = new ArrayList<>();
      for (Future<T> future : futures) {
        results.add(future.get());
      }
      return results;
    }
  }

  @Test
  void pagesTogetherAreTheWholeListNewestFirst() {
    List<Job> submitted = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      clock.advance(Duration.ofMillis(i % 2));
      submitted.add(submit());
    }
    List<Job> seen = new ArrayList<>();
    String next = "";
    do {
      Page<Job> page = store.page(PageRequest.of(ResourceKind.JOB, 3, next));
      seen.addAll(page.items());
      next = page.next();
    } while (!next.isEmpty());

    assertThat(seen).containsExactlyInAnyOrderElementsOf(submitted);
    assertThat(seen)
        .extracting(job -> job.times().createdAt())
        .isSortedAccordingTo((Instant a, Instant b) -> b.compareTo(a));
  }
}
