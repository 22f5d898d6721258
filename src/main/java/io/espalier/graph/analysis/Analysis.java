package io.espalier.graph.analysis;

import io.espalier.graph.Graph;
import io.espalier.graph.channel.ChannelStructure;
import io.espalier.graph.cost.Cost;
import io.espalier.graph.shape.TypedGraph;
import java.util.Map;

/**
 * A normalised graph and what is known of it without running it.
 *
 * @param typed with every symbolic extent kept
 * @param extents numbers that stand in for symbolic extents when cost is counted, by symbol
 * @param cost of one sample of those extents
 * @param channels of the graph; this is what is cut
 * @param sized the channels under those extents; previews of a cut are counted on this
 */
public record Analysis(
    TypedGraph typed,
    Map<String, Long> extents,
    Cost cost,
    ChannelStructure channels,
    ChannelStructure sized) {
  public Analysis {
    extents = Map.copyOf(extents);
  }

  public Graph graph() {
    return typed.graph();
  }
}
