package io.espalier.job.metric;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.transaction.support.TransactionOperations;

/** Curves as rows of the table {@code job_metric}. */
public final class JdbcMetricStore implements MetricStore {
  private final JdbcOperations jdbc;
  private final TransactionOperations transactions;

  public JdbcMetricStore(JdbcOperations jdbc, TransactionOperations transactions) {
    this.jdbc = jdbc;
    this.transactions = transactions;
  }

  @Override
  public void append(String jobId, int attempt, List<MetricPoint> points) {
    inAttempt(
        jobId,
        attempt,
        () -> {
          jdbc.batchUpdate(
              """
              DELETE FROM job_metric
              WHERE job_id = ? AND step = ? AND series = ? AND iteration = ?""",
              points.stream().map(point -> key(jobId, point)).toList());
          jdbc.batchUpdate(
              """
              INSERT INTO job_metric (job_id, step, series, iteration, epoch, measured)
              VALUES (?, ?, ?, ?, ?, ?)""",
              points.stream().map(point -> row(jobId, point)).toList());
        });
  }

  private static Object[] key(String jobId, MetricPoint point) {
    return new Object[] {jobId, point.step(), point.series(), point.iteration()};
  }

  private static Object[] row(String jobId, MetricPoint point) {
    return new Object[] {
      jobId, point.step(), point.series(), point.iteration(), point.epoch(), point.value()
    };
  }

  @Override
  public void rewind(String jobId, int attempt, int step, long iteration) {
    inAttempt(
        jobId,
        attempt,
        () ->
            jdbc.update(
                "DELETE FROM job_metric WHERE job_id = ? AND step = ? AND iteration > ?",
                jobId,
                step,
                iteration));
  }

  /** Holds the job, so that no other attempt begins before the change is written. */
  private void inAttempt(String jobId, int attempt, Runnable change) {
    transactions.executeWithoutResult(
        status -> {
          List<String> running =
              jdbc.queryForList(
                  """
                  SELECT id FROM job WHERE id = ? AND attempt = ? AND state = 'RUNNING'
                  FOR UPDATE""",
                  String.class,
                  jobId,
                  attempt);
          if (!running.isEmpty()) {
            change.run();
          }
        });
  }

  @Override
  public List<MetricPoint> read(String jobId) {
    return jdbc.query(
        "SELECT * FROM job_metric WHERE job_id = ? ORDER BY step, series, iteration",
        (row, number) -> point(row),
        jobId);
  }

  private static MetricPoint point(ResultSet row) throws SQLException {
    return new MetricPoint(
        row.getInt("step"),
        row.getString("series"),
        row.getLong("iteration"),
        row.getDouble("epoch"),
        row.getDouble("measured"));
  }
}
