package io.espalier.graph.rewrite.cut;

import io.espalier.graph.Graph;
import io.espalier.graph.channel.ChannelStructure;
import io.espalier.graph.shape.TypedGraph;
import java.util.Map;
import java.util.Set;

/** Takes channels physically out of a graph. */
public final class ChannelCut {

  /**
   * @param removed channel numbers by group id
   * @throws io.espalier.problem.EspalierException (INFEASIBLE_PLAN) when a group is unknown, frozen
   *     or would be left without channels
   */
  public ChannelCut(ChannelStructure structure, Map<String, Set<Integer>> removed) {
    throw new UnsupportedOperationException();
  }

  /**
   * What the cut graph will be, without touching a weight: the nodes and every type are those of
   * the result, the initializers are still the uncut ones. Cheap enough to call in a search.
   */
  public TypedGraph preview() {
    throw new UnsupportedOperationException();
  }

  /** The smaller graph, with the inputs and outputs of the original. */
  public Graph apply() {
    throw new UnsupportedOperationException();
  }
}
