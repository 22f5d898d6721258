package io.espalier.method.prune.ranking;

import io.espalier.graph.Node;
import io.espalier.graph.channel.ChannelGroup;
import io.espalier.graph.channel.Level;
import io.espalier.graph.channel.Slot;
import io.espalier.graph.channel.SlotRole;
import java.util.List;
import java.util.Map;

/**
 * How a group hangs together, whatever its widths: two groups of one structure are isomorphic.
 *
 * @param places in the order of the group's slots
 */
record Structure(Level level, List<Place> places) {

  /** A slot without its names and sizes. */
  private record Place(String operator, SlotRole role, int axis) {}

  static Structure of(ChannelGroup group, Map<String, Node> nodes) {
    return new Structure(
        group.level(), group.slots().stream().map(slot -> place(slot, nodes)).toList());
  }

  private static Place place(Slot slot, Map<String, Node> nodes) {
    String operator = nodes.get(slot.layer()).qualifiedOperator();
    return new Place(operator, slot.role(), slot.axis());
  }
}
