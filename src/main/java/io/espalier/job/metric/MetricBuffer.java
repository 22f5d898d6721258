package io.espalier.job.metric;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects the points of one attempt, so that they are written many at a time. */
public final class MetricBuffer {
  private static final int MOST_POINTS = 500;
  private static final long BEFORE_ALL = -1;

  private final MetricStore store;
  private final String jobId;
  private final int attempt;
  private final Set<Integer> begun = new HashSet<>();
  private final Map<Key, MetricPoint> pending = new LinkedHashMap<>();

  public MetricBuffer(MetricStore store, String jobId, int attempt) {
    this.store = store;
    this.jobId = jobId;
    this.attempt = attempt;
  }

  /**
   * Keeps a point for later; one that is not finite has no place on a curve. A step that begins
   * without a checkpoint drops what earlier attempts told of it.
   */
  public synchronized void add(MetricPoint point) {
    if (!Double.isFinite(point.value()) || !Double.isFinite(point.epoch())) {
      return;
    }
    if (begun.add(point.step())) {
      store.rewind(jobId, attempt, point.step(), BEFORE_ALL);
    }
    pending.put(Key.of(point), point);
    if (pending.size() >= MOST_POINTS) {
      flush();
    }
  }

  /** A step goes on after an iteration: its later points are void. */
  public synchronized void resumed(int step, long iteration) {
    begun.add(step);
    pending.keySet().removeIf(key -> key.step() == step && key.iteration() > iteration);
    store.rewind(jobId, attempt, step, iteration);
  }

  /** Writes what has come together. */
  public synchronized void flush() {
    if (!pending.isEmpty()) {
      store.append(jobId, attempt, List.copyOf(pending.values()));
      pending.clear();
    }
  }

  private record Key(int step, String series, long iteration) {
    private static Key of(MetricPoint point) {
      return new Key(point.step(), point.series(), point.iteration());
    }
  }
}
