package io.espalier.config;

import io.espalier.job.JobScheduler;
import org.springframework.context.SmartLifecycle;

/** Starts the workers before the first request can arrive, and stops them after the last. */
final class WorkersLifecycle implements SmartLifecycle {
  private final JobScheduler scheduler;
  private volatile boolean running;

  WorkersLifecycle(JobScheduler scheduler) {
    this.scheduler = scheduler;
  }

  @Override
  public void start() {
    scheduler.start();
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    scheduler.stop();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Below the web server's, which therefore starts later and stops earlier. */
  @Override
  public int getPhase() {
    return 0;
  }

  /** A scheduler that was stopped cannot be started again. */
  @Override
  public boolean isPauseable() {
    return false;
  }
}
