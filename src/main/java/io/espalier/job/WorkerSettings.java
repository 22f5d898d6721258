package io.espalier.job;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How a worker treats jobs.
 *
 * @param scratch the folder below which each attempt gets one of its own
 * @param backoff the pause after the first failed attempt, after the second, …; when it is used up
 *     the job fails, so its length plus one is the number of attempts
 */
public record WorkerSettings(Path scratch, List<Duration> backoff) {
  public WorkerSettings {
    backoff = List.copyOf(backoff);
  }

  /** Three attempts, 10 and 60 seconds apart. */
  public static WorkerSettings standard(Path scratch) {
    return new WorkerSettings(scratch, List.of(Duration.ofSeconds(10), Duration.ofSeconds(60)));
  }

  int maximumFailures() {
    return backoff.size() + 1;
  }

  Duration pauseAfter(int failures) {
    return failures == 0 ? Duration.ZERO : backoff.get(failures - 1);
  }
}
