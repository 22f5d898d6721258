package io.espalier.job;

import java.time.Instant;

/** Hands jobs to workers. */
@FunctionalInterface
public interface JobQueue {
  /** Puts a job in line, as part of the transaction of the caller. */
  void add(String jobId, Instant at);
}
