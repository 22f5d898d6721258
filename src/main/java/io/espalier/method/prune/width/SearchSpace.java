package io.espalier.method.prune.width;

import io.espalier.graph.analysis.Analysis;
import io.espalier.graph.channel.ChannelGroup;
import io.espalier.graph.channel.ChannelStructure;
import io.espalier.graph.cost.Cost;
import io.espalier.graph.cost.CostModel;
import io.espalier.graph.shape.TypedGraph;
import io.espalier.method.prune.cut.Cut;
import io.espalier.method.prune.cut.Cutting;
import io.espalier.method.prune.layer.LayerPatterns;
import io.espalier.method.spec.PruneSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/** All that may be cut of a network, and what is left of it at certain widths. */
public final class SearchSpace {
  private final ChannelStructure structure;
  private final List<Prunable> prunables;
  private final Optional<NetworkCost> cost;

  /**
   * @param structure costs are counted on
   */
  public SearchSpace(ChannelStructure structure, List<? extends Prunable> prunables) {
    this(structure, List.copyOf(prunables), NetworkCost.of(structure, prunables));
  }

  private SearchSpace(
      ChannelStructure structure, List<Prunable> prunables, Optional<NetworkCost> cost) {
    this.structure = structure;
    this.prunables = prunables;
    this.cost = cost;
  }

  /**
   * What the step may cut of a network, by what it asks of layers.
   *
   * @param scores one array for each group of the candidates
   * @param blockScores one for each branch of the candidates
   */
  public static SearchSpace of(
      Analysis analysis,
      PruneSpec spec,
      Candidates candidates,
      List<double[]> scores,
      double[] blockScores) {
    LayerPatterns patterns = new LayerPatterns(spec.layers());
    List<Prunable> prunables = new ArrayList<>();
    for (int g = 0; g < scores.size(); g++) {
      ChannelGroup group = candidates.groups().get(g);
      WidthRule allowed = WidthRule.of(group, spec.widths());
      OptionalDouble ratio = patterns.ratio(group);
      prunables.add(
          new PrunableGroup(
              group,
              Candidates.level(group, analysis.graph()),
              scores.get(g),
              ratio.isPresent() ? allowed.without(ratio.getAsDouble()) : allowed));
    }
    for (int b = 0; b < blockScores.length; b++) {
      BlockCandidate block = candidates.blocks().get(b);
      prunables.add(new PrunableBlock(block.level(), block.blocks(), blockScores[b]));
    }
    return new SearchSpace(analysis.sized(), prunables);
  }

  /**
   * The same space with the widths that are allowed in the network it was cut from.
   *
   * @param original the space of that network
   */
  public SearchSpace withWidthsOf(SearchSpace original) {
    Map<String, WidthRule> rules =
        original.prunables.stream().collect(Collectors.toMap(Prunable::id, Prunable::rule));
    List<Prunable> left = prunables.stream().map(one -> withRule(one, rules)).toList();
    return new SearchSpace(structure, left, cost);
  }

  private static Prunable withRule(Prunable prunable, Map<String, WidthRule> rules) {
    return prunable instanceof PrunableGroup group && rules.containsKey(group.id())
        ? new PrunableGroup(
            group.group(),
            group.level(),
            group.scores(),
            rules.get(group.id()).upTo(group.whole()),
            group.order())
        : prunable;
  }

  /** The same space with what alters a normalization left whole where its width is not given. */
  SearchSpace withoutAltered() {
    List<Prunable> left = prunables.stream().map(SearchSpace::leftWhole).toList();
    return new SearchSpace(structure, left, cost);
  }

  private static Prunable leftWhole(Prunable prunable) {
    return prunable instanceof PrunableGroup group
            && group.altersNormalization()
            && group.rule().whole() == group.whole()
        ? new PrunableGroup(
            group.group(),
            group.level(),
            group.scores(),
            WidthRule.only(group.whole()),
            group.order())
        : prunable;
  }

  public List<Prunable> prunables() {
    return prunables;
  }

  /** The widths of a network that nothing is cut from. */
  public List<Integer> whole() {
    return prunables.stream().map(Prunable::whole).toList();
  }

  /** The least that may be left. */
  public List<Integer> smallest() {
    return WidthSearch.smallest(prunables);
  }

  /**
   * What goes; groups of which no layer is left are not named.
   *
   * @param widths one for each prunable
   */
  public Cut cut(List<Integer> widths) {
    Set<String> gone = new HashSet<>();
    Set<String> joins = new HashSet<>();
    for (int i = 0; i < prunables.size(); i++) {
      if (prunables.get(i) instanceof PrunableBlock block && widths.get(i) == 0) {
        joins.addAll(block.joins());
        block.blocks().forEach(branch -> gone.addAll(branch.nodes()));
      }
    }
    Map<String, Set<Integer>> removed = new LinkedHashMap<>();
    for (int i = 0; i < prunables.size(); i++) {
      if (prunables.get(i) instanceof PrunableGroup group
          && widths.get(i) < group.whole()
          && !gone.containsAll(group.group().layers())) {
        removed.put(group.id(), group.removedAt(widths.get(i)));
      }
    }
    return new Cut(removed, joins);
  }

  /** Nodes and types of the network at these widths, made without cutting a weight. */
  public TypedGraph preview(List<Integer> widths) {
    return new Cutting(structure, cut(widths)).preview();
  }

  /** The whole cost at these widths, exactly as it will be. */
  public Cost predict(List<Integer> widths) {
    return CostModel.of(preview(widths));
  }

  /** One measure at these widths, quickly. */
  public CostMeter counting(Measure measure) {
    return widths ->
        cost.isPresent()
            ? cost.get().of(measure, widths)
            : (double) measure.counted(predict(widths));
  }
}
