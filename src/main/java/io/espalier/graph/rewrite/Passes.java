package io.espalier.graph.rewrite;

import io.espalier.graph.Graph;
import io.espalier.graph.check.GraphChecker;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problem;
import java.util.ArrayList;
import java.util.List;

/** Runs passes one after another, with the checkers behind each. */
public final class Passes {
  private Passes() {}

  /**
   * Runs all passes until none changes anything; the checkers run after each change.
   *
   * @param graph one that passes {@link GraphChecker}
   * @throws EspalierException ({@link ErrorCode#INTERNAL_ERROR}) when a pass broke the graph
   */
  public static Rewrite untilStable(List<Pass> passes, Graph graph) {
    List<String> changes = new ArrayList<>();
    Graph current = graph;
    int before;
    do {
      before = changes.size();
      for (Pass pass : passes) {
        Rewrite rewrite = pass.apply(current);
        requireSound(pass, rewrite);
        changes.addAll(rewrite.changes());
        current = rewrite.graph();
      }
    } while (changes.size() > before);
    return new Rewrite(current, changes);
  }

  private static void requireSound(Pass pass, Rewrite rewrite) {
    List<Problem> problems =
        rewrite.changes().isEmpty() ? List.of() : GraphChecker.check(rewrite.graph());
    if (!problems.isEmpty()) {
      throw new EspalierException(
          ErrorCode.INTERNAL_ERROR,
          "Impossible state: the pass (%s) broke the graph.".formatted(pass.name()),
          problems);
    }
  }
}
