package io.espalier.graph.channel;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/** A group while its slots are found. */
final class GroupDraft {
  /** How many reasons of one group are kept; more would not help a reader. */
  private static final int MAX_REASONS = 20;

  private final List<Slot> slots = new ArrayList<>();
  private final SequencedSet<FreezeReason> reasons = new LinkedHashSet<>();
  private int channels;
  private boolean altersNormalization;
  private boolean addedUp;
  private boolean heads;
  private boolean headDimensions;

  /** The number of a new channel. */
  int addChannel() {
    return channels++;
  }

  int channels() {
    return channels;
  }

  void addSlot(Slot slot) {
    slots.add(slot);
  }

  void addReason(FreezeReason reason) {
    if (reasons.size() < MAX_REASONS) {
      reasons.add(reason);
    }
  }

  void alterNormalization() {
    altersNormalization = true;
  }

  /** Notes that outputs of several layers are added up. */
  void addUp() {
    addedUp = true;
  }

  /** Notes that the channels number heads. */
  void countHeads() {
    heads = true;
  }

  /** Notes that the channels number the dimensions of heads. */
  void countHeadDimensions() {
    headDimensions = true;
  }

  /** True when a layer produces the channels. */
  boolean produced() {
    return slots.getFirst().role() == SlotRole.OUT;
  }

  /** Layers that produce the channels, or, when none does, those that read them. */
  List<String> layers() {
    SlotRole role = slots.getFirst().role();
    return slots.stream().filter(slot -> slot.role() == role).map(Slot::layer).distinct().toList();
  }

  ChannelGroup build(String id, String operator) {
    Slot first = slots.getFirst();
    if (reasons.isEmpty() && !produced()) {
      addReason(reason(first, operator, "No layer of the network produces these channels."));
    }
    if (reasons.isEmpty() && channels() == 1) {
      addReason(reason(first, operator, "It is the only channel here."));
    }
    return new ChannelGroup(
        id, level(), channels(), slots, layers(), List.copyOf(reasons), altersNormalization);
  }

  Level level() {
    if (heads || headDimensions) {
      return heads ? Level.HEAD : Level.HEAD_DIMENSION;
    }
    return addedUp && produced() && layers().size() > 1 ? Level.STAGE : Level.FILTER;
  }

  private static FreezeReason reason(Slot slot, String operator, String reason) {
    return new FreezeReason(slot.layer(), operator, slot.tensor(), slot.axis(), reason);
  }
}
