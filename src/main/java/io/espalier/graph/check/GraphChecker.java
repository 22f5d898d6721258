package io.espalier.graph.check;

import io.espalier.graph.Graph;
import io.espalier.problem.Problem;
import java.util.List;

/** Runs every checker over a graph. */
public final class GraphChecker {
  private GraphChecker() {}

  public static List<Problem> check(Graph graph) {
    throw new UnsupportedOperationException("Not there yet.");
  }
}
