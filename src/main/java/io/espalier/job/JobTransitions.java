package io.espalier.job;

import static io.espalier.job.JobState.CANCELLED;
import static io.espalier.job.JobState.FAILED;
import static io.espalier.job.JobState.QUEUED;
import static io.espalier.job.JobState.RUNNING;
import static io.espalier.job.JobState.SUCCEEDED;

import java.util.Map;
import java.util.Set;

/**
 * The table of legal moves between states.
 *
 * <p>RUNNING to RUNNING is progress, a request to cancel, or a new attempt after the worker was
 * lost; RUNNING to QUEUED waits for another attempt.
 */
public final class JobTransitions {
  private static final Map<JobState, Set<JobState>> LEGAL =
      Map.of(
          QUEUED, Set.of(RUNNING, CANCELLED),
          RUNNING, Set.of(RUNNING, QUEUED, SUCCEEDED, FAILED, CANCELLED),
          SUCCEEDED, Set.of(),
          FAILED, Set.of(),
          CANCELLED, Set.of());

  private JobTransitions() {}

  public static boolean isLegal(JobState from, JobState to) {
    return LEGAL.get(from).contains(to);
  }

  /**
   * Guards a move.
   *
   * @throws IllegalStateException when the table does not have it
   */
  static void require(JobState from, JobState to) {
    if (!isLegal(from, to)) {
      throw new IllegalStateException("A job cannot go from %s to %s.".formatted(from, to));
    }
  }
}
