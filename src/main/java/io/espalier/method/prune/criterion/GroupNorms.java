package io.espalier.method.prune.criterion;

import io.espalier.graph.channel.ChannelGroup;
import io.espalier.graph.channel.Slot;
import io.espalier.graph.channel.SlotRole;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Norms of channels from the sums over the weights they have positions in. */
record GroupNorms(Map<String, WeightSums> sums, Norm norm) {

  /** A member for each OUT and each IN slot of the group. */
  MemberScores of(ChannelGroup group) {
    return new MemberScores(
        Stream.concat(group.slots(SlotRole.OUT), group.slots(SlotRole.IN))
            .map(slot -> of(slot, group.channels()))
            .toList());
  }

  private double[] of(Slot slot, int channels) {
    WeightSums weight = sums.get(slot.tensor());
    return IntStream.range(0, channels)
        .mapToDouble(c -> weight.at(slot.axis(), slot.positions().of(c)))
        .map(norm.finish())
        .toArray();
  }
}
