package io.espalier.method.prune.layer;

import io.espalier.graph.channel.ChannelGroup;
import io.espalier.graph.channel.ChannelStructure;
import io.espalier.graph.channel.SlotRole;
import java.util.List;
import java.util.stream.Stream;

/** What layers are called: the names of their nodes and of their weights. */
public final class LayerNames {
  private LayerNames() {}

  /**
   * What the layers are called that produce the channels of a group or treat them one by one, such
   * as a normalisation; layers that only read them are left out. Each name once.
   */
  public static List<String> of(ChannelGroup group) {
    Stream<String> slots =
        group.slots().stream()
            .filter(slot -> slot.role() != SlotRole.IN)
            .flatMap(slot -> Stream.of(slot.layer(), slot.tensor()));
    return Stream.concat(group.layers().stream(), slots).distinct().toList();
  }

  /** The same of every group of a model, the frozen ones included. */
  public static List<String> of(ChannelStructure structure) {
    return structure.allGroups().stream().flatMap(group -> of(group).stream()).distinct().toList();
  }
}
