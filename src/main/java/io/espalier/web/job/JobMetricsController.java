package io.espalier.web.job;

import io.espalier.job.JobService;
import io.espalier.job.metric.MetricStore;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** {@code /v1/jobs/{id}/metrics}: the curves of a job. */
@RestController
public final class JobMetricsController implements JobMetricsApi {
  private final JobService jobs;
  private final MetricStore metrics;

  JobMetricsController(JobService jobs, MetricStore metrics) {
    this.jobs = jobs;
    this.metrics = metrics;
  }

  @Override
  @GetMapping(path = JobView.PATH + "/{id}/metrics", produces = MediaType.APPLICATION_JSON_VALUE)
  public MetricsView metrics(@PathVariable String id) {
    return MetricsView.of(metrics.read(jobs.find(id).id()));
  }
}
