package io.espalier.graph.channel;

/** What one operator demands of the positions of its inputs and outputs. */
@FunctionalInterface
interface ChannelRule {
  void apply(Coupling node);
}
