package io.espalier.method.prune.criterion;

import java.util.List;

/**
 * The scores of one group.
 *
 * @param members one score a channel for each weight of the group that was judged; a single array
 *     where the group is judged as a whole
 * @param comparable whether scores of different groups can be compared as they are, so that they
 *     are not normalised
 */
public record MemberScores(List<double[]> members, boolean comparable) {
  public MemberScores {
    members = List.copyOf(members);
  }

  public MemberScores(List<double[]> members) {
    this(members, false);
  }

  /** The scores of a group that is judged as a whole. */
  public static MemberScores whole(double[] scores) {
    return new MemberScores(List.of(scores));
  }

  /** The scores of a group that is judged as a whole, in a unit that all groups share. */
  public static MemberScores comparable(double[] scores) {
    return new MemberScores(List.of(scores), true);
  }
}
