package io.espalier.job;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;

/** A job as an execution of db-scheduler: one for each job, under the identifier of the job. */
final class JobTask {
  static final TaskDescriptor<Void> DESCRIPTOR = TaskDescriptor.of("job");
  private static final Duration PAUSE_AFTER_FAULT = Duration.ofSeconds(10);

  private JobTask() {}

  /**
   * What db-scheduler runs. A fault that escapes the worker, such as a lost database, leaves the
   * execution in the queue; so does the death of the process.
   */
  static Task<Void> of(JobWorker worker) {
    return Tasks.custom(DESCRIPTOR)
        .onFailure(
            (failed, operations) ->
                operations.reschedule(failed, failed.getTimeDone().plus(PAUSE_AFTER_FAULT)))
        .onDeadExecution((dead, operations) -> operations.reschedule(dead, dead.getTimeDone()))
        .execute((instance, context) -> run(worker, instance.getId(), context));
  }

  private static CompletionHandler<Void> run(
      JobWorker worker, String jobId, ExecutionContext context) {
    return switch (worker.work(jobId, context.getSchedulerState()::isShuttingDown)) {
      case WorkOutcome.Done() -> (complete, operations) -> operations.remove();
      case WorkOutcome.Again(var at) ->
          (complete, operations) -> operations.reschedule(complete, at);
    };
  }

  /** The queue of db-scheduler, written in the transaction Spring has open. */
  static JobQueue queue(DataSource dataSource) {
    SchedulerClient client =
        SchedulerClient.Builder.create(new TransactionAwareDataSourceProxy(dataSource)).build();
    return (jobId, at) -> client.scheduleIfNotExists(DESCRIPTOR.instance(jobId).build(), at);
  }
}
