package io.espalier.method.prune.criterion;

import io.espalier.graph.analysis.Analysis;
import io.espalier.graph.channel.ChannelGroup;
import java.util.List;

/** Judges the channels of groups; the least important go first. */
public interface ChannelCriterion {

  /**
   * The scores of these groups, in their order; low goes first.
   *
   * @throws io.espalier.problem.EspalierException NON_FINITE_WEIGHTS naming each weight that holds
   *     NaN or infinity; INFEASIBLE_PLAN when the criterion cannot tell the channels apart
   * @throws java.util.concurrent.CancellationException when the job was cancelled
   */
  List<MemberScores> of(List<ChannelGroup> groups, ScoringContext context);

  /** What a person should know about judging these groups this way; sentences. */
  default List<String> warnings(List<ChannelGroup> groups, Analysis analysis) {
    return List.of();
  }
}
