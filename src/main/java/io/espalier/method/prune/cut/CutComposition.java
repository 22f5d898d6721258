package io.espalier.method.prune.cut;

import io.espalier.graph.channel.ChannelGroup;
import io.espalier.graph.channel.ChannelStructure;
import io.espalier.graph.channel.Slot;
import io.espalier.graph.channel.Survivors;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Says of cuts that follow each other what they take from the network the first one was made in.
 */
public final class CutComposition {
  private final ChannelStructure original;
  private final Survivors survivors;
  private final Cut first;

  /**
   * @param original channels of the network the first cut was made in
   */
  public CutComposition(ChannelStructure original, Cut first) {
    this.original = original;
    this.first = first;
    survivors = original.without(first.channels());
  }

  /**
   * Both cuts as one of the original network.
   *
   * @param cut channels of the network that the first cut left
   * @param second of that network
   */
  public Cut then(ChannelStructure cut, Cut second) {
    Map<String, Set<Integer>> channels = new LinkedHashMap<>();
    first.channels().forEach((id, gone) -> channels.put(id, new HashSet<>(gone)));
    second.channels().forEach((id, gone) -> add(cut, id, gone, channels));
    Set<String> blocks = new LinkedHashSet<>(first.blocks());
    blocks.addAll(second.blocks());
    return new Cut(channels, blocks);
  }

  private void add(
      ChannelStructure cut, String id, Set<Integer> gone, Map<String, Set<Integer>> channels) {
    ChannelGroup group = cut.group(id).orElseThrow();
    boolean heads = cut.headGroups().contains(group);
    Slot slot = group.slots().getFirst();
    List<ChannelGroup> candidates =
        (heads ? original.headGroups() : original.groups())
            .stream().filter(known -> slot(known, slot).isPresent()).toList();
    int[] kept = survivors.positions(slot.tensor(), slot.axis());
    for (int channel : gone) {
      int position = kept[slot.positions().of(channel)[0]];
      Place place = place(candidates, slot, position);
      channels.computeIfAbsent(place.group(), _ -> new HashSet<>()).add(place.channel());
    }
  }

  private static Optional<Slot> slot(ChannelGroup group, Slot like) {
    return group.slots().stream()
        .filter(slot -> slot.tensor().equals(like.tensor()) && slot.axis() == like.axis())
        .findFirst();
  }

  private static Place place(List<ChannelGroup> candidates, Slot like, int position) {
    for (ChannelGroup group : candidates) {
      Slot slot = slot(group, like).orElseThrow();
      for (int channel = 0; channel < group.channels(); channel++) {
        if (IntStream.of(slot.positions().of(channel)).anyMatch(p -> p == position)) {
          return new Place(group.id(), channel);
        }
      }
    }
    throw new EspalierException(
        ErrorCode.INTERNAL_ERROR,
        "Impossible state: the position (%d) of axis %d of %s belongs to no group."
            .formatted(position, like.axis(), like.tensor()));
  }

  private record Place(String group, int channel) {}
}
