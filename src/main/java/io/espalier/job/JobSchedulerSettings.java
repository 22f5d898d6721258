package io.espalier.job;

import java.time.Duration;

/**
 * How jobs are handed to workers.
 *
 * @param workers how many jobs run at a time: one for each device
 * @param polling how often the queue is looked at when nobody wakes the scheduler
 * @param heartbeat how often a worker tells that it lives; after four silent intervals another
 *     takes over
 * @param shutdownWait how long a shutdown waits for running jobs to put themselves down
 * @param soleOwner whether no other process can use this database, so that whatever is in the hands
 *     of a worker at the start belongs to a process that died; true for the embedded database,
 *     which is locked by one process
 */
public record JobSchedulerSettings(
    int workers, Duration polling, Duration heartbeat, Duration shutdownWait, boolean soleOwner) {
  /** One worker, a heartbeat every 5 seconds, 10 seconds to shut down. */
  public static JobSchedulerSettings standard(boolean soleOwner) {
    return new JobSchedulerSettings(
        1, Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(10), soleOwner);
  }
}
