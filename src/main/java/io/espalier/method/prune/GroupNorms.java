package io.espalier.method.prune;

import io.espalier.graph.channel.ChannelGroup;
import io.espalier.graph.channel.Slot;
import io.espalier.graph.channel.SlotRole;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Norms of channels from the sums over the weights they have positions in. */
record GroupNorms(Map<String, WeightSums> sums, Norm norm) {

  /** For each channel of the group, the mean over its OUT and IN members. */
  double[] of(ChannelGroup group) {
    List<Slot> members =
        Stream.concat(group.slots(SlotRole.OUT), group.slots(SlotRole.IN)).toList();
    return IntStream.range(0, group.channels()).mapToDouble(c -> mean(members, c)).toArray();
  }

  private double mean(List<Slot> members, int channel) {
    return members.stream().mapToDouble(slot -> of(slot, channel)).average().orElse(0);
  }

  private double of(Slot slot, int channel) {
    double sum = sums.get(slot.tensor()).at(slot.axis(), slot.positions().of(channel));
    return norm.finish().applyAsDouble(sum);
  }
}
