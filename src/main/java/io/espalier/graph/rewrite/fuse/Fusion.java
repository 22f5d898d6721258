package io.espalier.graph.rewrite.fuse;

import io.espalier.graph.Graph;
import io.espalier.graph.check.GraphChecker;
import io.espalier.graph.rewrite.Pass;
import io.espalier.graph.rewrite.Passes;
import io.espalier.graph.rewrite.RemoveDeadNodes;
import io.espalier.graph.rewrite.Rewrite;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.util.List;

/**
 * Says in one operator what exporters spell out in many: normalisations, activations, attention.
 *
 * <p>A spelling is left alone when somebody else reads a value inside it, when an axis or a
 * constant is not the operator's, or when shapes are not known. Numbers stay the same up to
 * rounding.
 */
public final class Fusion {
  private static final List<Pass> PASSES =
      List.of(
          new FuseLayerNormalization(),
          new FuseRmsNormalization(),
          new FuseGroupNormalization(),
          new FuseGelu(),
          new FuseSwish(),
          new FuseHardSwish(),
          new FuseAttention(),
          new RemoveDeadNodes());

  private Fusion() {}

  /**
   * Runs all passes until none changes anything; the checkers run after each change. The graph may
   * then hold operators that no ONNX file can name: {@code RMSNormalization}, {@code Swish}, {@code
   * Attention}, and newer ones than its opset has.
   *
   * @param graph a normalised one
   * @throws EspalierException ({@link ErrorCode#INTERNAL_ERROR}) when a pass broke the graph
   * @see GraphChecker
   */
  public static Rewrite fuse(Graph graph) {
    return Passes.untilStable(PASSES, graph);
  }
}
