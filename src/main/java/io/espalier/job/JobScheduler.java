package io.espalier.job;

import com.github.kagkarlsson.scheduler.Scheduler;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Runs the workers of this process. */
public final class JobScheduler {
  private static final int SILENT_HEARTBEATS = 4;

  private final JdbcClient jdbc;
  private final JobSchedulerSettings settings;
  private final JobWorker worker;
  private final Scheduler scheduler;

  public JobScheduler(DataSource dataSource, JobWorker worker, JobSchedulerSettings settings) {
    this.jdbc = JdbcClient.create(dataSource);
    this.settings = settings;
    this.worker = worker;
    this.scheduler =
        Scheduler.create(dataSource, JobTask.of(worker))
            .threads(settings.workers())
            .pollingInterval(settings.polling())
            .heartbeatInterval(settings.heartbeat())
            .missedHeartbeatsLimit(SILENT_HEARTBEATS)
            .shutdownMaxWait(settings.shutdownWait())
            .build();
  }

  /** The queue such a scheduler takes jobs from, written in the transaction Spring has open. */
  public static JobQueue queue(DataSource dataSource) {
    return JobTask.queue(dataSource);
  }

  /** Begins to take jobs; those a dead process held come first where that is known. */
  public void start() {
    if (settings.soleOwner()) {
      releaseAbandoned();
    }
    scheduler.start();
  }

  /** Looks at the queue at once instead of at the next poll. */
  public void wake() {
    scheduler.triggerCheckForDueExecutions();
  }

  /** Takes no more jobs and tells those that run to put themselves down; does not wait for them. */
  public void windDown() {
    scheduler.pause();
    worker.windDown();
  }

  /** Takes no more jobs and lets those that run put themselves down. */
  public void stop() {
    scheduler.stop();
  }

  private void releaseAbandoned() {
    jdbc.sql(
            """
            UPDATE scheduled_tasks
            SET picked = FALSE, picked_by = NULL, last_heartbeat = NULL, version = version + 1
            WHERE picked = TRUE AND task_name = :task""")
        .param("task", JobTask.DESCRIPTOR.getTaskName())
        .update();
  }
}
