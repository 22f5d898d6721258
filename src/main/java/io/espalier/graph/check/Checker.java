package io.espalier.graph.check;

import io.espalier.graph.shape.Inference;
import io.espalier.problem.Problem;
import java.util.List;

/** One rule a graph must obey. */
@FunctionalInterface
interface Checker {
  /**
   * @param inference of the graph, which is structurally sound
   * @return every breach
   */
  List<Problem> check(Inference inference);
}
