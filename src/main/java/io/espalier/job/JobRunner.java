package io.espalier.job;

/** Does the work of a job. */
@FunctionalInterface
public interface JobRunner {
  /**
   * Runs every step, verifies the result and puts its files into the artifact store.
   *
   * @return the files, which become visible together with the success of the job
   * @throws io.espalier.problem.EspalierException of category USER when the job can never succeed;
   *     of another category, or any other exception, when another attempt may
   * @throws JobStoppedException from the context
   */
  JobResult run(Job job, JobContext context);
}
