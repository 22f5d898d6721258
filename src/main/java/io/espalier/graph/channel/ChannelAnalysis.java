package io.espalier.graph.channel;

import io.espalier.graph.shape.TypedGraph;

/** Finds the channel groups of a graph. */
public final class ChannelAnalysis {
  public ChannelStructure analyze(TypedGraph typed) {
    throw new UnsupportedOperationException();
  }
}
