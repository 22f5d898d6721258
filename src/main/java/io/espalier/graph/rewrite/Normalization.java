package io.espalier.graph.rewrite;

import io.espalier.graph.Graph;
import io.espalier.graph.check.GraphChecker;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.util.List;

/**
 * Brings a graph to its simplest form: constants as initializers, computed shapes as constants,
 * shuffles of channels as one node, nothing that changes nothing, vectors of its own for every
 * layer.
 *
 * <p>Graph inputs and outputs keep names and types, and the batch stays open.
 */
public final class Normalization {
  private static final List<Pass> PASSES =
      List.of(
          new RemoveIdentities(),
          new FoldConstants(),
          new FoldScalars(),
          new UntieVectors(),
          new FoldReshapes(),
          new FoldResizes(),
          new FoldShuffles(),
          new ShortenExtents(),
          new OmitZeroStates(),
          new RemoveDeadNodes());

  private Normalization() {}

  /**
   * Runs all passes until none changes anything; the checkers run after each change.
   *
   * @param graph one that passes {@link GraphChecker}
   * @throws EspalierException ({@link ErrorCode#INTERNAL_ERROR}) when a pass broke the graph
   */
  public static Rewrite normalize(Graph graph) {
    return Passes.untilStable(PASSES, graph);
  }
}
