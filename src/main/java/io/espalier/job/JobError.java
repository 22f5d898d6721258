package io.espalier.job;

import io.espalier.problem.EspalierException;
import io.espalier.problem.Problem;
import java.util.List;

/**
 * Why a job failed.
 *
 * @param code the wire name of an {@link io.espalier.problem.ErrorCode}
 * @param detail a sentence for the user
 */
public record JobError(String code, String detail, List<Problem> problems) {
  public JobError {
    problems = List.copyOf(problems);
  }

  public static JobError of(EspalierException exception) {
    return new JobError(
        exception.code().wireName(), exception.getMessage(), exception.problems());
  }
}
