package io.espalier.method.prune.criterion.data;

import io.espalier.graph.Tensor;
import io.espalier.graph.channel.ChannelGroup;
import io.espalier.method.prune.criterion.ChannelValues.ChannelValue;
import io.espalier.method.prune.criterion.ScoringContext;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** What is summed up over each feature map of each group in one pass over the samples. */
final class MapTallies {
  private MapTallies() {}

  /** What is summed up over the maps of one value. */
  interface MapSum {
    void add(ChannelMaps maps);
  }

  /**
   * Runs the samples.
   *
   * @param sum an empty one for so many channels
   * @return by group, the sums of its maps, at least one
   * @throws io.espalier.problem.EspalierException as {@link FeatureMaps#of}
   */
  static <T extends MapSum> List<List<T>> of(
      List<ChannelGroup> groups, ScoringContext context, int samples, IntFunction<T> sum) {
    List<Reading> readings = new ArrayList<>();
    List<List<T>> sums = new ArrayList<>();
    for (List<ChannelValue> maps : new FeatureMaps(context.analysis()).of(groups)) {
      List<T> own = new ArrayList<>();
      for (ChannelValue map : maps) {
        T one = sum.apply(map.positions().channels());
        own.add(one);
        readings.add(new Reading(map, one));
      }
      sums.add(own);
    }
    ValuePass.run(context, samples, readings);
    return sums;
  }

  private record Reading(ChannelValue at, MapSum sum) implements Tally {
    @Override
    public List<String> values() {
      return List.of(at.value());
    }

    @Override
    public void add(List<Tensor> values, int first, int samples) {
      sum.add(ChannelMaps.of(values.getFirst(), at, samples));
    }
  }
}
