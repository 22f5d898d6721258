package io.espalier.method.prune.criterion.data;

import io.espalier.graph.channel.ChannelGroup;
import io.espalier.method.prune.criterion.ChannelCriterion;
import io.espalier.method.prune.criterion.MemberScores;
import io.espalier.method.prune.criterion.ScoringContext;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.util.Arrays;
import java.util.List;

/**
 * The share of a channel's activations that are not zero: {@code 1 − APoZ}.
 *
 * <ul>
 *   <li>A member is a feature map of the group: the value behind the activation function.
 *   <li>Scores are in [0, 1].
 * </ul>
 *
 * <p>Source: Hu et al., Network Trimming: A Data-Driven Neuron Pruning Approach, 2016, equation 1.
 * Unlike there, zeros are counted over all samples, so the size of batches does not matter.
 */
public final class ActivationZeros implements ChannelCriterion {
  private final int samples;

  /**
   * @param samples of the training split, at least 1
   */
  public ActivationZeros(int samples) {
    this.samples = samples;
  }

  /**
   * {@inheritDoc}
   *
   * @throws EspalierException INFEASIBLE_PLAN when all channels have one score, as behind functions
   *     that are never zero
   */
  @Override
  public List<MemberScores> of(List<ChannelGroup> groups, ScoringContext context) {
    List<MemberScores> scores =
        MapTallies.of(groups, context, samples, Zeros::new).stream()
            .map(maps -> new MemberScores(maps.stream().map(Zeros::scores).toList()))
            .toList();
    requireDifferent(scores);
    return scores;
  }

  private static void requireDifferent(List<MemberScores> scores) {
    double[] distinct =
        scores.stream()
            .flatMap(group -> group.members().stream())
            .flatMapToDouble(Arrays::stream)
            .distinct()
            .toArray();
    if (distinct.length == 1) {
      throw new EspalierException(
          ErrorCode.INFEASIBLE_PLAN,
          ("The criterion (apoz) cannot tell channels apart: %s of the activations of every channel"
                  + " are zero. It needs a function with zeros, such as Relu; choose another"
                  + " criterion.")
              .formatted(distinct[0] == 1 ? "none" : "all"));
    }
  }

  private static final class Zeros implements MapTallies.MapSum {
    private final long[] alive;
    private long elements;

    Zeros(int channels) {
      alive = new long[channels];
    }

    @Override
    public void add(ChannelMaps maps) {
      int size = maps.elements();
      elements += (long) maps.samples() * size;
      for (int i = 0; i < maps.values().length; i++) {
        alive[i / size % alive.length] += maps.values()[i] == 0 ? 0 : 1;
      }
    }

    double[] scores() {
      return Arrays.stream(alive).mapToDouble(count -> (double) count / elements).toArray();
    }
  }
}
