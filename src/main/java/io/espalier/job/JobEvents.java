package io.espalier.job;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Wakes those who wait for news of a job within this process, so that they need not ask the store
 * over and over. What happened is always read from the store.
 */
public final class JobEvents {
  private final ConcurrentMap<String, Set<Follower>> followers = new ConcurrentHashMap<>();

  /** Begins to listen; close it in the end. Read the store after this, not before. */
  public Follower follow(String jobId) {
    Follower follower = new Follower(jobId);
    followers.compute(
        jobId,
        (id, present) -> {
          Set<Follower> all = present == null ? ConcurrentHashMap.newKeySet() : present;
          all.add(follower);
          return all;
        });
    return follower;
  }

  /** Tells that the store holds a new event of the job. */
  public void publish(String jobId) {
    followers.getOrDefault(jobId, Set.of()).forEach(Follower::wake);
  }

  /** One who waits for news of one job. */
  public final class Follower implements AutoCloseable {
    private final String jobId;
    private final Semaphore news = new Semaphore(0);

    private Follower(String jobId) {
      this.jobId = jobId;
    }

    /**
     * Waits for an event that was published since the last wait.
     *
     * @param timeout at most this long; a worker in another process does not wake anybody here, so
     *     keep it at a second or two
     * @return whether there may be news
     */
    public boolean await(Duration timeout) throws InterruptedException {
      boolean woken = news.tryAcquire(timeout.toMillis(), TimeUnit.MILLISECONDS);
      news.drainPermits();
      return woken;
    }

    private void wake() {
      news.release();
    }

    @Override
    public void close() {
      followers.computeIfPresent(
          jobId,
          (id, all) -> {
            all.remove(this);
            return all.isEmpty() ? null : all;
          });
    }
  }
}
