package io.espalier.method.prune.criterion.gradient;

import io.espalier.graph.channel.ChannelGroup;
import io.espalier.method.prune.criterion.ChannelCriterion;
import io.espalier.method.prune.criterion.MemberScores;
import io.espalier.method.prune.criterion.ScoringContext;
import java.util.List;

/**
 * How much the loss would change to first order without each weight of a channel.
 *
 * <ul>
 *   <li>{@code s_c = Σ|w·g|} over the weights of the channel in a member, {@code g} the derivative
 *       of the mean loss over all samples.
 *   <li>Members are rows, columns, biases, and scales and shifts of normalisations.
 * </ul>
 *
 * <p>Source: Molchanov et al., Importance Estimation for Neural Network Pruning, CVPR 2019. Of
 * their two forms this adds up the changes of single weights; the other takes the absolute value of
 * the sum (multivariable), in which changes of one filter cancel each other. Unlike Torch-Pruning,
 * normalisations count, as their scales and shifts go with the channel.
 *
 * @param samples that the loss is taken over
 */
public record TaylorExpansion(int samples) implements ChannelCriterion {
  private static final int BATCH_SIZE = 16;

  @Override
  public List<MemberScores> of(List<ChannelGroup> groups, ScoringContext context) {
    MemberWeights weights = new MemberWeights(groups, context);
    new GradientPass(context.requireData(), samples, BATCH_SIZE)
        .over(
            context.analysis().typed(),
            weights.names(),
            (gradients, share) -> weights.add(gradients, share, gradient -> gradient));
    return weights.scores((weight, gradient) -> Math.abs(weight * gradient));
  }
}
