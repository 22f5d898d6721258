package io.espalier.method.prune.criterion.gradient;

import io.espalier.graph.channel.ChannelGroup;
import io.espalier.method.prune.criterion.ChannelCriterion;
import io.espalier.method.prune.criterion.MemberScores;
import io.espalier.method.prune.criterion.ScoringContext;
import java.util.List;

/**
 * How much the loss would change to second order without each weight of a channel, by the diagonal
 * of its Hessian.
 *
 * <ul>
 *   <li>{@code s_c = Σ w²·h} over the weights of the channel in a member.
 *   <li>{@code h}: the mean over samples of {@code g²}, the squared derivative of the loss of one
 *       sample alone, which is the diagonal of the empirical Fisher matrix.
 *   <li>Members are rows, columns, biases, and scales and shifts of normalisations.
 * </ul>
 *
 * <p>Source: LeCun et al., Optimal Brain Damage, NIPS 1989; Theis et al., Faster Gaze Prediction
 * with Dense Networks and Fisher Pruning, 2018, for the Fisher matrix in place of the Hessian. The
 * factor 1/2 is left out. Torch-Pruning keeps the gradients of the last sample alone; here all
 * count.
 *
 * @param samples that are differentiated one by one
 */
public record SquaredGradients(int samples) implements ChannelCriterion {

  @Override
  public List<MemberScores> of(List<ChannelGroup> groups, ScoringContext context) {
    MemberWeights weights = new MemberWeights(groups, context);
    new GradientPass(context.requireData(), samples, 1)
        .over(
            context.analysis().typed(),
            weights.names(),
            (gradients, share) -> weights.add(gradients, share, gradient -> gradient * gradient));
    return weights.scores((weight, squared) -> weight * weight * squared);
  }
}
