package io.espalier.job;

import java.time.Duration;

/**
 * How jobs are handed to workers.
 *
 * @param workers how many jobs run at a time: one for each device
 * @param polling how often the queue is looked at when nobody wakes the scheduler
 * @param heartbeat how often a worker tells that it lives; another takes over after four silent
 *     intervals, at most six
 * @param shutdownWait how long a shutdown waits for running jobs to put themselves down
 * @param soleOwner whether no other process can use this database, so that whatever is in the hands
 *     of a worker at the start belongs to a process that died; true for the embedded database,
 *     which is locked by one process
 */
public record JobSchedulerSettings(
    int workers, Duration polling, Duration heartbeat, Duration shutdownWait, boolean soleOwner) {
  private static final Duration POLLING = Duration.ofSeconds(1);
  private static final Duration SHUTDOWN_WAIT = Duration.ofSeconds(10);

  /** A look at the queue every second, 10 seconds to shut down. */
  public static JobSchedulerSettings of(int workers, Duration heartbeat, boolean soleOwner) {
    return new JobSchedulerSettings(workers, POLLING, heartbeat, SHUTDOWN_WAIT, soleOwner);
  }

  /** One worker, a heartbeat every 4 seconds. */
  public static JobSchedulerSettings standard(boolean soleOwner) {
    return of(1, Duration.ofSeconds(4), soleOwner);
  }
}
