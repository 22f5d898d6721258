package io.espalier.method;

import io.espalier.graph.Graph;
import io.espalier.graph.channel.ChannelStructure;
import io.espalier.graph.cost.Cost;
import io.espalier.graph.shape.TypedGraph;

/** A normalised graph and what is known of it without running it. */
public record Analysis(TypedGraph typed, Cost cost, ChannelStructure channels) {
  public Graph graph() {
    return typed.graph();
  }
}
