package io.espalier.method.prune.criterion.data;

import io.espalier.graph.Tensor;
import io.espalier.graph.channel.ChannelGroup;
import io.espalier.method.prune.criterion.ChannelValues.ChannelValue;
import io.espalier.method.prune.criterion.ScoringContext;
import java.util.List;
import java.util.function.Function;

/** One tally for each feature map of each group, filled in one pass over the samples. */
final class MapTallies {
  private MapTallies() {}

  /**
   * Fills the tallies of all groups.
   *
   * @param tally an empty one for a feature map
   * @return by group, the tallies of its maps, at least one
   * @throws io.espalier.problem.EspalierException as {@link FeatureMaps#of}
   */
  static <T extends MapTally> List<List<T>> of(
      List<ChannelGroup> groups,
      ScoringContext context,
      int samples,
      Function<ChannelValue, T> tally) {
    List<List<T>> tallies =
        new FeatureMaps(context.analysis())
            .of(groups).stream().map(maps -> maps.stream().map(tally).toList()).toList();
    ValuePass.run(context, samples, tallies.stream().flatMap(List::stream).toList());
    return tallies;
  }

  /** Reads the maps of one value. */
  abstract static class MapTally implements Tally {
    private final ChannelValue at;

    MapTally(ChannelValue at) {
      this.at = at;
    }

    /** C. */
    int channels() {
      return at.positions().channels();
    }

    @Override
    public final List<String> values() {
      return List.of(at.value());
    }

    @Override
    public final void add(List<Tensor> values, int first, int samples) {
      add(ChannelMaps.of(values.getFirst(), at, samples));
    }

    abstract void add(ChannelMaps maps);
  }
}
