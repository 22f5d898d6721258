package io.espalier.method.prune.layer;

import io.espalier.graph.channel.ChannelGroup;
import io.espalier.graph.channel.ChannelStructure;
import io.espalier.graph.channel.Slot;
import io.espalier.graph.channel.SlotRole;
import java.util.List;
import java.util.stream.Stream;

/**
 * What layers are called: the names of their nodes, and of the weights their channels come from.
 */
public final class LayerNames {
  private LayerNames() {}

  /** What the layers that produce the channels of a group are called, each name once. */
  public static List<String> of(ChannelGroup group) {
    return Stream.concat(group.layers().stream(), group.slots(SlotRole.OUT).map(Slot::tensor))
        .distinct()
        .toList();
  }

  /** The same of every group of a model, the frozen ones included. */
  static List<String> of(ChannelStructure structure) {
    return structure.allGroups().stream().flatMap(group -> of(group).stream()).distinct().toList();
  }
}
