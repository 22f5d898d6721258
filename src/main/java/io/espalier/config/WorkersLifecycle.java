package io.espalier.config;

import io.espalier.job.JobScheduler;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextClosedEvent;

/**
 * Starts the workers before the first request can arrive, and stops them after the last; runs put
 * themselves down while the last requests are still answered.
 */
final class WorkersLifecycle implements SmartLifecycle, ApplicationListener<ContextClosedEvent> {
  private final JobScheduler scheduler;
  private final Runnable preparation;
  private volatile boolean running;

  /**
   * Workers that have not started.
   *
   * @param preparation done before the first job is taken
   */
  WorkersLifecycle(JobScheduler scheduler, Runnable preparation) {
    this.scheduler = scheduler;
    this.preparation = preparation;
  }

  @Override
  public void start() {
    preparation.run();
    scheduler.start();
    running = true;
  }

  @Override
  public void onApplicationEvent(ContextClosedEvent closed) {
    scheduler.windDown();
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
