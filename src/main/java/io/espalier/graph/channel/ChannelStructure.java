package io.espalier.graph.channel;

import io.espalier.graph.shape.TypedGraph;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The channel groups of one graph.
 *
 * <p>Every axis of every value on which a channel of a group stands holds all channels of that
 * group, so an axis can only become empty when a whole group is cut.
 */
public final class ChannelStructure {
  private final TypedGraph typed;
  private final Map<String, ChannelGroup> groups = new LinkedHashMap<>();
  private final Positions positions;
  private final Membership membership;

  ChannelStructure(
      TypedGraph typed, List<ChannelGroup> groups, Positions positions, Membership membership) {
    this.typed = typed;
    groups.forEach(group -> this.groups.put(group.id(), group));
    this.positions = positions;
    this.membership = membership;
  }

  /** The graph that was analysed. */
  public TypedGraph typed() {
    return typed;
  }

  /** Groups with weights, prunable and frozen, in graph order. */
  public List<ChannelGroup> groups() {
    return List.copyOf(groups.values());
  }

  public Optional<ChannelGroup> group(String id) {
    return Optional.ofNullable(groups.get(id));
  }

  /**
   * What is left of every axis without some channels.
   *
   * @param removed channel numbers by group id, all of which exist
   */
  public Survivors without(Map<String, Set<Integer>> removed) {
    BitSet gone = new BitSet(positions.count());
    removed.forEach(
        (id, channels) ->
            channels.forEach(channel -> positionsOf(groups.get(id), channel).forEach(gone::set)));
    return new Survivors(typed, positions, gone);
  }

  private IntStream positionsOf(ChannelGroup group, int channel) {
    Slot slot = group.slots().getFirst();
    Positions.Axis axis = positions.axis(slot.tensor(), slot.axis()).orElseThrow();
    return membership.members(membership.of(axis.first() + slot.positions().of(channel)[0]));
  }
}
