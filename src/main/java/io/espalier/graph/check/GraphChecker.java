package io.espalier.graph.check;

import io.espalier.graph.Graph;
import io.espalier.graph.GraphStructure;
import io.espalier.graph.shape.Inference;
import io.espalier.problem.Problem;
import java.util.List;

/**
 * Runs every checker over a graph: structure first, and when that is sound, attributes, arity and
 * shapes of weights and activations, element types, declared outputs.
 */
public final class GraphChecker {
  private static final List<Checker> CHECKERS =
      List.of(
          new AttributeChecker(),
          Inference::problems,
          new ElementTypeChecker(),
          new OutputChecker());

  private GraphChecker() {}

  /**
   * Checks a graph; an unknown operator is no problem.
   *
   * @return every problem found, with the codes of {@link GraphStructure}, of {@link Inference} and
   *     {@code onnx-attribute}, {@code onnx-type-mismatch} and {@code onnx-output-mismatch}; empty
   *     for a sound graph
   */
  public static List<Problem> check(Graph graph) {
    List<Problem> structure = GraphStructure.problems(graph);
    if (!structure.isEmpty()) {
      return structure;
    }
    Inference inference = Inference.of(graph);
    return CHECKERS.stream().flatMap(checker -> checker.check(inference).stream()).toList();
  }
}
