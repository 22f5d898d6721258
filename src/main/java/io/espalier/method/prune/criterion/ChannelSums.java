package io.espalier.method.prune.criterion;

import io.espalier.graph.channel.Slot;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Sums over the elements of each channel.
 *
 * @param byWeight by name of the weight
 */
public record ChannelSums(Map<String, WeightSums> byWeight) {

  /** One sum for each channel, over the positions it has in the slot. */
  public double[] of(Slot slot) {
    WeightSums weight = byWeight.get(slot.tensor());
    return IntStream.range(0, slot.positions().channels())
        .mapToDouble(c -> weight.at(slot.axis(), slot.positions().of(c)))
        .toArray();
  }
}
