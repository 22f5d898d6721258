package io.espalier.graph.channel;

import io.espalier.graph.shape.TypedGraph;
import java.util.List;
import java.util.Optional;

/** The channel groups of one graph. */
public final class ChannelStructure {
  private final TypedGraph typed;
  private final List<ChannelGroup> groups;

  ChannelStructure(TypedGraph typed, List<ChannelGroup> groups) {
    this.typed = typed;
    this.groups = List.copyOf(groups);
  }

  /** The graph that was analysed. */
  public TypedGraph typed() {
    return typed;
  }

  /** Groups with weights, prunable and frozen, in graph order. */
  public List<ChannelGroup> groups() {
    return groups;
  }

  public Optional<ChannelGroup> group(String id) {
    return groups.stream().filter(group -> group.id().equals(id)).findFirst();
  }
}
