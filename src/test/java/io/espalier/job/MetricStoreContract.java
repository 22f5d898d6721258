package io.espalier.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.catalog.ModelCatalog;
import io.espalier.catalog.Models;
import io.espalier.idempotency.IdempotencyKey;
import io.espalier.idempotency.IdempotentRequest;
import io.espalier.job.metric.MetricPoint;
import io.espalier.job.metric.MetricStore;
import io.espalier.resource.ResourceIds;
import io.espalier.resource.ResourceKind;
import io.espalier.resource.SettableClock;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every place for curves does. */
abstract class MetricStoreContract {
  private final SettableClock clock = new SettableClock();
  private final ResourceIds ids = new ResourceIds(clock, new Random(1));
  private final JobLifecycle lifecycle = new JobLifecycle(9);
  private String job = "";

  abstract ModelCatalog catalog();

  abstract JobStore jobs();

  abstract MetricStore metrics();

  @BeforeEach
  void startJob() {
    catalog()
        .add(
            Models.model(Jobs.MODEL_ID, "a".repeat(64), clock.instant()),
            new IdempotentRequest("models", IdempotencyKey.NONE, ""));
    job = newJob();
    claim();
  }

  private String newJob() {
    JobChange accepted = Jobs.accepted(ids.next(ResourceKind.JOB), clock.instant());
    return jobs().submit(accepted, Jobs.NO_KEY).resource().id();
  }

  private void claim() {
    jobs().change(job, found -> lifecycle.claim(found, clock.instant()));
  }

  private static MetricPoint point(int step, String series, long iteration, double value) {
    return new MetricPoint(step, series, iteration, iteration / 10.0, value);
  }

  private static List<MetricPoint> points(int step, String series, long first, long last) {
    return LongStream.rangeClosed(first, last)
        .mapToObj(iteration -> point(step, series, iteration, 1.0 / iteration))
        .toList();
  }

  @Test
  void aNewJobHasNoCurves() {
    assertThat(metrics().read(job)).isEmpty();
    assertThat(metrics().read("job_nobody")).isEmpty();
  }

  @Test
  void readsPointsBackByStepSeriesAndIteration() {
    metrics().append(job, 1, points(1, "loss", 1, 12));
    metrics().append(job, 1, List.of(point(0, "loss", 3, 1e-300), point(1, "accuracy", 4, -7)));

    assertThat(metrics().read(job))
        .startsWith(
            point(0, "loss", 3, 1e-300), point(1, "accuracy", 4, -7), point(1, "loss", 1, 1))
        .endsWith(points(1, "loss", 2, 12).toArray(new MetricPoint[0]));
  }

  @Test
  void aPointThatIsToldAgainReplacesTheFirst() {
    metrics().append(job, 1, List.of(point(0, "loss", 1, 5), point(0, "loss", 2, 4)));
    metrics().append(job, 1, List.of(point(0, "loss", 2, 3)));

    assertThat(metrics().read(job)).containsExactly(point(0, "loss", 1, 5), point(0, "loss", 2, 3));
  }

  @Test
  void rewindsOneStepAndNoOther() {
    metrics().append(job, 1, points(0, "loss", 1, 4));
    metrics().append(job, 1, points(1, "loss", 1, 4));
    metrics().rewind(job, 1, 1, 2);

    assertThat(metrics().read(job)).hasSize(6).endsWith(point(1, "loss", 2, 0.5));
  }

  @Test
  void anAttemptThatWasFrozenDrawsNothing() {
    metrics().append(job, 1, points(0, "loss", 1, 4));
    claim();
    metrics().append(job, 1, points(0, "loss", 5, 9));
    metrics().rewind(job, 1, 0, 0);
    assertThat(metrics().read(job)).hasSize(4);

    metrics().append(job, 2, points(0, "loss", 5, 6));
    assertThat(metrics().read(job)).hasSize(6);
  }

  @Test
  void aJobThatHasEndedKeepsItsCurves() {
    metrics().append(job, 1, points(0, "loss", 1, 4));
    jobs().change(job, found -> JobLifecycle.fail(found, 1, Jobs.ERROR, clock.instant()));
    metrics().append(job, 1, points(0, "loss", 5, 6));

    assertThat(metrics().read(job)).hasSize(4);
  }

  @Test
  void jobsAreKeptApart() {
    metrics().append(job, 1, points(0, "loss", 1, 4));
    String first = job;
    job = newJob();
    claim();
    metrics().append(job, 1, points(0, "loss", 1, 2));
    metrics().rewind(job, 1, 0, 0);

    assertThat(metrics().read(first)).hasSize(4);
    assertThat(metrics().read(job)).isEmpty();
  }
}
