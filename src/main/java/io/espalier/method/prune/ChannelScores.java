package io.espalier.method.prune;

import io.espalier.graph.channel.ChannelGroup;
import io.espalier.method.spec.prune.Criterion;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Scores of the channels of each group; the lowest goes first.
 *
 * <ul>
 *   <li>A member of a group is a weight with an axis of its channels: an OUT slot gives the norm of
 *       the rows of a channel, an IN slot that of its columns.
 *   <li>{@code l1}: the norm is {@code Σ|w|}; {@code l2}: it is {@code √Σw²}, with the root.
 *   <li>Norms are divided by the mean of their member, and the score of a channel is the mean over
 *       the members. Scores therefore have the mean 1 in every group and can be ranked together.
 *   <li>{@code random}: a uniform draw for each channel, in the order of the groups.
 * </ul>
 *
 * <p>Source: Li et al. 2017 for the norm; Fang et al., DepGraph, CVPR 2023, for the group mean.
 * Unlike them, members are normalised before they are merged, so that the one with the most weights
 * does not decide alone, and the L2 norm is rooted. The scale of a BatchNormalization is not folded
 * into the rows before it: on a trained ResNet-8 that ranked worse than a random draw, because
 * channels that hardly vary still carry a constant.
 */
final class ChannelScores {
  private final WeightReader weights;

  ChannelScores(WeightReader weights) {
    this.weights = weights;
  }

  /** One array for each group, one score for each of its channels. */
  List<double[]> of(List<ChannelGroup> groups, Criterion criterion, RandomGenerator random) {
    return switch (criterion) {
      case Criterion.L1 _ -> norms(groups, Norm.L1);
      case Criterion.L2 _ -> norms(groups, Norm.L2);
      case Criterion.Random _ -> draws(groups, random);
      case Criterion other ->
          throw new UnsupportedOperationException(other.getClass().getSimpleName());
    };
  }

  private List<double[]> draws(List<ChannelGroup> groups, RandomGenerator random) {
    weights.requireFinite(groups);
    return groups.stream().map(group -> random.doubles(group.channels()).toArray()).toList();
  }

  private List<double[]> norms(List<ChannelGroup> groups, Norm norm) {
    GroupNorms norms = weights.norms(groups, norm);
    return groups.stream().map(norms::of).toList();
  }
}
