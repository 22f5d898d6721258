package io.espalier.graph.shape;

import io.espalier.graph.Graph;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problems;
import java.util.Map;

/**
 * Finds the type of every value of a graph; the batch and other symbolic extents stay symbolic.
 *
 * <p>An operator without a rule, and a shape computed from data, leave their outputs untyped with a
 * reason. Symbols that are made up on the way contain {@code #} or stand in parentheses.
 */
public final class ShapeInference {
  private ShapeInference() {}

  /**
   * Types with every symbol kept.
   *
   * @throws EspalierException ({@link ErrorCode#MODEL_INVALID}) with every contradiction found
   */
  public static TypedGraph infer(Graph graph) {
    return infer(graph, Map.of());
  }

  /**
   * Types with numbers in the place of some symbolic extents of the graph inputs.
   *
   * @throws EspalierException ({@link ErrorCode#MODEL_INVALID}) with every contradiction found
   */
  public static TypedGraph infer(Graph graph, Map<String, Long> symbols) {
    Inference inference = Inference.of(graph, symbols);
    Problems problems = new Problems();
    problems.addAll(inference.problems());
    problems.throwIfPresent(ErrorCode.MODEL_INVALID);
    return inference.typed();
  }
}
