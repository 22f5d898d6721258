package io.espalier.method.prune.criterion;

import io.espalier.graph.Graph;
import io.espalier.graph.analysis.Analysis;
import io.espalier.graph.channel.ChannelGroup;
import io.espalier.graph.channel.Slot;
import io.espalier.graph.channel.SlotRole;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The absolute scale {@code |γ|} of every BatchNormalization over a channel, one member each.
 *
 * <p>A group that none normalises, as where it was folded into the layer before it, is judged by
 * its L2 norm.
 *
 * <p>Source: Liu et al., Learning Efficient Convolutional Networks through Network Slimming, ICCV
 * 2017. They train with a penalty on the scales first; of a network trained without one the scales
 * say little.
 */
public final class NormalizationScale implements ChannelCriterion {
  /**
   * {@inheritDoc}
   *
   * @throws EspalierException ({@link ErrorCode#INFEASIBLE_PLAN}) when no group has a scale
   */
  @Override
  public List<MemberScores> of(List<ChannelGroup> groups, ScoringContext context) {
    Set<String> scales = scales(context.graph());
    if (groups.stream().noneMatch(has(scales))) {
      throw new EspalierException(
          ErrorCode.INFEASIBLE_PLAN,
          "The model has no BatchNormalization behind the channels that can be removed, so there"
              + " are no scales to judge them by. Choose another criterion, such as l2.");
    }
    return new NormFallback(has(scales))
        .of(groups, normalized -> scales(normalized, scales, context.graph()), context);
  }

  @Override
  public List<String> warnings(List<ChannelGroup> groups, Analysis analysis) {
    return new NormFallback(has(scales(analysis.graph())))
        .warnings(groups, "no BatchNormalization");
  }

  private static List<MemberScores> scales(
      List<ChannelGroup> groups, Set<String> scales, Graph graph) {
    ChannelSums sums = new WeightReader(graph).sums(groups, Math::abs);
    return groups.stream().map(group -> scales(group, scales, sums)).toList();
  }

  private static MemberScores scales(ChannelGroup group, Set<String> scales, ChannelSums sums) {
    return new MemberScores(
        group
            .slots(SlotRole.VECTOR)
            .filter(slot -> scales.contains(slot.tensor()))
            .map(sums::of)
            .toList());
  }

  private static Predicate<ChannelGroup> has(Set<String> scales) {
    return group -> group.slots(SlotRole.VECTOR).map(Slot::tensor).anyMatch(scales::contains);
  }

  private static Set<String> scales(Graph graph) {
    return graph.nodes().stream()
        .filter(node -> node.is("BatchNormalization"))
        .flatMap(node -> node.input(1).stream())
        .collect(Collectors.toSet());
  }
}
