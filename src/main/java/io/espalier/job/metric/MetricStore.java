package io.espalier.job.metric;

import java.util.List;

/** Keeps the curves of jobs; a curve has one value for each iteration, whatever was repeated. */
public interface MetricStore {
  /**
   * Adds points; one that is there already is replaced. Does nothing unless the job runs in exactly
   * this attempt, so that an attempt that was frozen draws no second curve.
   *
   * @param points no two of one step, series and iteration
   */
  void append(String jobId, int attempt, List<MetricPoint> points);

  /** Removes the points of a step after an iteration; under the same condition as adding. */
  void rewind(String jobId, int attempt, int step, long iteration);

  /** All points, ordered by step, series and iteration. */
  List<MetricPoint> read(String jobId);
}
