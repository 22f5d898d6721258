package io.espalier.method.prune.turn;

import io.espalier.method.prune.width.BlockNorms;
import io.espalier.method.spec.prune.Criterion;

/** How branches are judged beside the channels of a criterion. */
public final class BlockCriteria {
  private BlockCriteria() {}

  /** By the norms of their last layers; at random where channels are. */
  public static BlockCriterion of(Criterion criterion) {
    return criterion instanceof Criterion.Random
        ? (candidates, context) ->
            context.random().doubles(candidates.size()).map(draw -> 2 * draw).toArray()
        : (candidates, context) -> BlockNorms.of(candidates, context.graph());
  }
}
