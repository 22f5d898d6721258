package io.espalier.method.prune.criterion.data;

import io.espalier.graph.channel.ChannelGroup;
import io.espalier.method.prune.criterion.ChannelCriterion;
import io.espalier.method.prune.criterion.MemberScores;
import io.espalier.method.prune.criterion.ScoringContext;
import java.util.List;

/**
 * The penalty at which a LASSO over the channels lets each of them go.
 *
 * <ul>
 *   <li>{@code min_β ½‖Y − Zβ‖² / ‖Y‖² + α‖β‖₁}, where {@code Z[r, c]} is what channel c adds to
 *       the sampled output r of a layer that reads the group, and {@code Y = Z·1}.
 *   <li>α rises from 0, where all β are 1, until all are 0. The score of a channel is the first α
 *       after which its β stays 0; of channels that vanish at one step, those with the smaller
 *       {@code |β|} before it score less. The group is judged as a whole.
 * </ul>
 *
 * <p>Source: He et al., Channel Pruning for Accelerating Very Deep Neural Networks, ICCV 2017,
 * equation 2. Unlike there, α runs through all values once, which orders the channels for every
 * width, in a bounded number of steps; all samples are used, through the Gram matrix {@code ZᵀZ};
 * all layers that read the group count alike. The refit of the weights is left to the recovery.
 */
public final class LassoSelection implements ChannelCriterion {
  private final int samples;
  private final int locations;

  /**
   * @param samples of the training split, at least 1
   * @param locations drawn in each sample, at least 1
   */
  public LassoSelection(int samples, int locations) {
    this.samples = samples;
    this.locations = locations;
  }

  @Override
  public List<MemberScores> of(List<ChannelGroup> groups, ScoringContext context) {
    return ContributionGrams.of(groups, context, samples, locations).stream()
        .map(gram -> MemberScores.comparable(new LassoPath(gram).scores()))
        .toList();
  }
}
