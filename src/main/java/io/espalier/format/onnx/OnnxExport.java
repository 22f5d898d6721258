package io.espalier.format.onnx;

import io.espalier.graph.Graph;
import io.espalier.graph.rewrite.FoldBatchNormalization;
import io.espalier.graph.rewrite.Passes;
import io.espalier.graph.rewrite.Rewrite;
import io.espalier.graph.rewrite.fuse.Fusion;
import io.espalier.graph.rewrite.half.HalfPrecision;
import io.espalier.graph.rewrite.lower.Lowering;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.util.List;

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
    Rewrite folded = options.foldBatchNorm() ? folded(graph) : new Rewrite(graph, List.of());
    Rewrite narrowed = folded.then(narrowed(folded.graph()));
    return narrowed.then(Lowering.to(narrowed.graph(), options.opset()));
  }

  private static Rewrite folded(Graph graph) {
    return Passes.untilStable(List.of(new FoldBatchNormalization()), graph);
  }

  /** Fused first, so that statistics of normalisations are known as such and keep 32 bits. */
  private Rewrite narrowed(Graph graph) {
    return switch (options.precision()) {
      case FP32 -> new Rewrite(graph, List.of());
      case FP16 -> HalfPrecision.of(Fusion.fuse(graph).graph());
    };
  }
}
