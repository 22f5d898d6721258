package io.espalier.method.prune;

import io.espalier.graph.channel.ChannelGroup;
import io.espalier.graph.channel.Slot;
import io.espalier.graph.channel.SlotRole;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Norms of channels from the sums over the weights they have positions in. */
record GroupNorms(Map<String, WeightSums> sums, Norm norm) {

  /** For each channel of the group, the mean over its OUT and IN members, each with the mean 1. */
  double[] of(ChannelGroup group) {
    List<double[]> members =
        Stream.concat(group.slots(SlotRole.OUT), group.slots(SlotRole.IN))
            .map(slot -> dividedByMean(of(slot, group.channels())))
            .toList();
    return IntStream.range(0, group.channels())
        .mapToDouble(c -> members.stream().mapToDouble(member -> member[c]).average().orElse(0))
        .toArray();
  }

  private double[] of(Slot slot, int channels) {
    WeightSums weight = sums.get(slot.tensor());
    return IntStream.range(0, channels)
        .mapToDouble(c -> weight.at(slot.axis(), slot.positions().of(c)))
        .map(norm.finish())
        .toArray();
  }

  private static double[] dividedByMean(double[] norms) {
    double mean = Arrays.stream(norms).average().orElse(0);
    return mean == 0 ? norms : Arrays.stream(norms).map(norm -> norm / mean).toArray();
  }
}
