package io.espalier.job;

import io.espalier.method.spec.Placement;

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

  /** The devices that a job needs before it can run. */
  default Placement placement(Job job) {
    return Placement.ANYWHERE;
  }
}
