package io.espalier.method;

import io.espalier.dataset.DatasetSummary;
import java.util.Optional;

/**
 * What a step may know of its job when it is planned.
 *
 * @param step its index in the job, from 0
 * @param seed the source of its random choices
 * @param dataset what the data set of the job holds; empty where the job names none
 */
public record PlanContext(int step, long seed, Optional<DatasetSummary> dataset) {
  /** The first step of a job without data. */
  public static PlanContext ofSeed(long seed) {
    return new PlanContext(0, seed, Optional.empty());
  }

  /** The JSON pointer of an option of the step, for example {@code /steps/1/freeze}. */
  public String place(String option) {
    return "/steps/%d/%s".formatted(step, option);
  }
}
