package io.espalier.graph.channel;

import java.util.List;
import java.util.stream.Stream;

/**
 * Channels that stand at the same places of the network: cutting one cuts its positions in every
 * slot.
 *
 * @param id stable between runs: the first producing layer's name, made unique
 * @param level how much of the network goes with a channel
 * @param channels how many there are; channel numbers run from 0, ordered by position in the first
 *     slot
 * @param slots axes of constants, producing ones first, each in graph order
 * @param layers names of the nodes that produce the channels, or of the reading ones when no layer
 *     does
 * @param freezes why none may be cut; empty for a prunable group
 * @param altersNormalization true when a mean, maximum or similar is taken over the channels, so
 *     that cutting even a silent channel changes the others and fine-tuning is needed
 */
public record ChannelGroup(
    String id,
    Level level,
    int channels,
    List<Slot> slots,
    List<String> layers,
    List<FreezeReason> freezes,
    boolean altersNormalization) {
  public ChannelGroup {
    slots = List.copyOf(slots);
    layers = List.copyOf(layers);
    freezes = List.copyOf(freezes);
  }

  /** True when channels may be cut; such a group has at least one {@link SlotRole#OUT} slot. */
  public boolean prunable() {
    return freezes.isEmpty();
  }

  public Stream<Slot> slots(SlotRole role) {
    return slots.stream().filter(slot -> slot.role() == role);
  }
}
