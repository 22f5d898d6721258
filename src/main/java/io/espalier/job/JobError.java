package io.espalier.job;

import io.espalier.problem.EspalierException;
import io.espalier.problem.Problem;
import java.util.List;

/**
 * Why a job failed.
 *
 * @param code the wire name of an {@link io.espalier.problem.ErrorCode}
 * @param detail a sentence for the user
 * @param problems the first {@value #KEPT_PROBLEMS}; long texts are cut
 */
public record JobError(String code, String detail, List<Problem> problems) {
  private static final int DETAIL_CHARACTERS = 4000;
  private static final int KEPT_PROBLEMS = 100;
  private static final int PROBLEM_CHARACTERS = 1000;

  public JobError {
    detail = KeptText.cut(detail, DETAIL_CHARACTERS);
    problems = problems.stream().limit(KEPT_PROBLEMS).map(JobError::cut).toList();
  }

  public static JobError of(EspalierException exception) {
    return new JobError(exception.code().wireName(), exception.getMessage(), exception.problems());
  }

  private static Problem cut(Problem problem) {
    return new Problem(
        KeptText.cut(problem.place(), PROBLEM_CHARACTERS),
        problem.code(),
        KeptText.cut(problem.message(), PROBLEM_CHARACTERS));
  }
}
