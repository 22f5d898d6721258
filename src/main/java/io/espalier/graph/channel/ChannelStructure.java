package io.espalier.graph.channel;

import io.espalier.graph.shape.TypedGraph;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The channel groups of one graph.
 *
 * <p>Every axis of every value on which a channel of a group stands holds all channels of that
 * group, so an axis can only become empty when a whole group is cut.
 *
 * <p>No position is in two of {@link #groups}, nor in two of {@link #headGroups}; a head and a
 * dimension of the same attention share positions. Both may be cut at once: what stays is then
 * every remaining dimension of every remaining head.
 */
public final class ChannelStructure {
  private final TypedGraph typed;
  private final Positions positions;
  private final Grouping widths;
  private final Grouping heads;
  private final Map<String, ChannelGroup> byId = new LinkedHashMap<>();
  private final Map<String, Membership> memberships = new HashMap<>();

  ChannelStructure(TypedGraph typed, Positions positions, Grouping widths, Grouping heads) {
    this.typed = typed;
    this.positions = positions;
    this.widths = widths;
    this.heads = heads;
    add(widths);
    add(heads);
  }

  private void add(Grouping grouping) {
    for (ChannelGroup group : grouping.groups()) {
      byId.put(group.id(), group);
      memberships.put(group.id(), grouping.membership());
    }
  }

  /** The graph that was analysed. */
  public TypedGraph typed() {
    return typed;
  }

  /** Groups with weights, prunable and frozen, in graph order. */
  public List<ChannelGroup> groups() {
    return widths.groups();
  }

  /**
   * Whole heads of the attentions whose dimensions are among {@link #groups}, in graph order: the
   * other way to cut the same layers.
   */
  public List<ChannelGroup> headGroups() {
    return heads.groups();
  }

  /** Groups of both kinds, {@link #headGroups} last. */
  public List<ChannelGroup> allGroups() {
    return List.copyOf(byId.values());
  }

  /** A group of either kind. */
  public Optional<ChannelGroup> group(String id) {
    return Optional.ofNullable(byId.get(id));
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
            channels.forEach(channel -> positionsOf(byId.get(id), channel).forEach(gone::set)));
    return new Survivors(typed, positions, gone);
  }

  /**
   * Where the channels of a group stand on an axis of a value, computed or constant; empty where
   * they do not.
   */
  public Optional<ChannelPositions> positions(ChannelGroup group, String value, int axis) {
    return positions
        .axis(value, axis)
        .map(at -> positions(group, at))
        .filter(found -> found.total() > 0);
  }

  private ChannelPositions positions(ChannelGroup group, Positions.Axis axis) {
    Membership membership = memberships.get(group.id());
    Map<Integer, Integer> channelOf = new HashMap<>();
    for (int channel = 0; channel < group.channels(); channel++) {
      channelOf.put(componentOf(group, channel), channel);
    }
    List<IntStream.Builder> found =
        Stream.generate(IntStream::builder).limit(group.channels()).toList();
    for (int position = 0; position < axis.extent(); position++) {
      Integer channel = channelOf.get(membership.of(axis.first() + position));
      if (channel != null) {
        found.get(channel).add(position);
      }
    }
    return ChannelPositions.of(
        found.stream().map(channel -> channel.build().toArray()).toArray(int[][]::new));
  }

  /**
   * How extents follow from the widths of some groups; empty where widths alone do not tell.
   *
   * @param groups of this structure, of both kinds
   */
  public Optional<AxisExtents> extents(List<ChannelGroup> groups) {
    return AxisExtents.of(this, positions, groups);
  }

  IntStream positionsOf(ChannelGroup group, int channel) {
    return memberships.get(group.id()).members(componentOf(group, channel));
  }

  private int componentOf(ChannelGroup group, int channel) {
    Slot slot = group.slots().getFirst();
    Positions.Axis axis = positions.axis(slot.tensor(), slot.axis()).orElseThrow();
    int position = axis.first() + slot.positions().of(channel)[0];
    return memberships.get(group.id()).of(position);
  }
}
