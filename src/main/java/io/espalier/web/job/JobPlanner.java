package io.espalier.web.job;

import io.espalier.catalog.Model;
import io.espalier.method.JobPlan;
import io.espalier.method.spec.JobSpec;

/** Says what a job would do, without doing it. */
@FunctionalInterface
public interface JobPlanner {
  /**
   * The plan of every step; nothing is stored and no network is run.
   *
   * @throws io.espalier.problem.EspalierException VALIDATION_FAILED when what the job names does
   *     not exist or does not fit the model, INFEASIBLE_PLAN or NON_FINITE_WEIGHTS when the model
   *     cannot be treated so, ARTIFACT_CORRUPT when its content is damaged
   */
  JobPlan plan(Model model, JobSpec spec);
}
