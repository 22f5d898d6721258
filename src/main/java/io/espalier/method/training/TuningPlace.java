package io.espalier.method.training;

import io.espalier.method.PlanContext;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problem;
import java.util.List;

/**
 * Where in a job document a training is described.
 *
 * @param type of the step
 * @param prefix what its options are below, for example {@code flow/tune/}; empty for the step
 *     itself
 */
public record TuningPlace(PlanContext context, String type, String prefix) {

  /** The JSON pointer of an option of the training. */
  public String of(String option) {
    return context.place(prefix + option);
  }

  /** The step as messages call it. */
  public String step() {
    return "step %d (%s)".formatted(context.step() + 1, type);
  }

  /** A refusal whose pointers are below the training, with pointers of the job document. */
  EspalierException placed(EspalierException refusal) {
    List<Problem> placed =
        refusal.problems().stream()
            .map(p -> new Problem(of(p.place().replaceFirst("^/", "")), p.code(), p.message()))
            .toList();
    return new EspalierException(refusal.code(), refusal.getMessage(), placed);
  }
}
