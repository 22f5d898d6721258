package io.espalier.job.metric;

import io.espalier.job.JobState;
import io.espalier.job.JobStore;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Curves in a map, behind one lock. */
public final class InMemoryMetricStore implements MetricStore {
  private static final Comparator<MetricPoint> ORDER =
      Comparator.comparingInt(MetricPoint::step)
          .thenComparing(MetricPoint::series)
          .thenComparingLong(MetricPoint::iteration);

  private final JobStore jobs;
  private final Map<Key, MetricPoint> points = new HashMap<>();

  private record Key(String jobId, int step, String series, long iteration) {}

  public InMemoryMetricStore(JobStore jobs) {
    this.jobs = jobs;
  }

  private boolean runs(String jobId, int attempt) {
    return jobs.find(jobId)
        .filter(job -> job.state() == JobState.RUNNING && job.attempts().number() == attempt)
        .isPresent();
  }

  @Override
  public synchronized void append(String jobId, int attempt, List<MetricPoint> added) {
    if (runs(jobId, attempt)) {
      added.forEach(
          point ->
              points.put(new Key(jobId, point.step(), point.series(), point.iteration()), point));
    }
  }

  @Override
  public synchronized void rewind(String jobId, int attempt, int step, long iteration) {
    if (runs(jobId, attempt)) {
      points
          .keySet()
          .removeIf(
              key ->
                  key.jobId().equals(jobId) && key.step() == step && key.iteration() > iteration);
    }
  }

  @Override
  public synchronized List<MetricPoint> read(String jobId) {
    return points.entrySet().stream()
        .filter(entry -> entry.getKey().jobId().equals(jobId))
        .map(Map.Entry::getValue)
        .sorted(ORDER)
        .toList();
  }
}
