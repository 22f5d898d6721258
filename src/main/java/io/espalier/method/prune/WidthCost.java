package io.espalier.method.prune;

import io.espalier.graph.channel.ChannelStructure;
import io.espalier.graph.cost.Cost;
import io.espalier.graph.cost.CostModel;
import io.espalier.graph.rewrite.cut.ChannelCut;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a network costs when its groups have certain widths; remembers what it has counted. */
final class WidthCost {
  private final ChannelStructure structure;
  private final List<PrunableGroup> groups;
  private final Measure measure;
  private final Map<List<Integer>, Long> counted = new HashMap<>();

  WidthCost(ChannelStructure structure, List<PrunableGroup> groups, Measure measure) {
    this.structure = structure;
    this.groups = groups;
    this.measure = measure;
  }

  /**
   * The measure of the cut network.
   *
   * @param widths one for each group
   */
  long of(List<Integer> widths) {
    return counted.computeIfAbsent(widths, this::count);
  }

  /** The whole cost of the cut network, predicted without cutting a weight. */
  Cost predict(List<Integer> widths) {
    return CostModel.of(new ChannelCut(structure, removed(widths)).preview());
  }

  /** The channels that go, by group, without the groups that stay whole. */
  Map<String, Set<Integer>> removed(List<Integer> widths) {
    Map<String, Set<Integer>> removed = new LinkedHashMap<>();
    for (int g = 0; g < groups.size(); g++) {
      PrunableGroup group = groups.get(g);
      if (widths.get(g) < group.rule().whole()) {
        removed.put(group.group().id(), group.removedAt(widths.get(g)));
      }
    }
    return removed;
  }

  private long count(List<Integer> widths) {
    return measured(predict(widths), measure);
  }

  static long measured(Cost cost, Measure measure) {
    return switch (measure) {
      case MACS -> cost.macs();
      case PARAMETERS -> cost.parameters();
    };
  }
}
