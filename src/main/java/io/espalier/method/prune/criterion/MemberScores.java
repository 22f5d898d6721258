package io.espalier.method.prune.criterion;

import java.util.List;

/**
 * The scores of one group.
 *
 * @param members one score a channel for each weight of the group that was judged; a single array
 *     where the group is judged as a whole
 */
public record MemberScores(List<double[]> members) {
  public MemberScores {
    members = List.copyOf(members);
  }

  /** The scores of a group that is judged as a whole. */
  public static MemberScores whole(double[] scores) {
    return new MemberScores(List.of(scores));
  }
}
