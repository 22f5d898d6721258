package io.espalier.graph.rewrite.cut;

import io.espalier.graph.Graph;
import io.espalier.graph.channel.ChannelStructure;
import java.util.Map;
import java.util.Set;

/** Silences channels by zeroing their weights, leaving the graph as wide as it was. */
public final class ChannelMask {

  /**
   * @param silenced channel numbers by group id
   */
  public ChannelMask(ChannelStructure structure, Map<String, Set<Integer>> silenced) {
    throw new UnsupportedOperationException();
  }

  public Graph apply() {
    throw new UnsupportedOperationException();
  }
}
