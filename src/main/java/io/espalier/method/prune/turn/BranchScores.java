package io.espalier.method.prune.turn;

import io.espalier.graph.block.ResidualBlock;
import io.espalier.method.prune.criterion.BlockCriterion;
import io.espalier.method.prune.criterion.ScoringContext;
import io.espalier.method.prune.width.BlockCandidate;
import java.util.Arrays;
import java.util.List;

/**
 * Scores of branches among those of channels.
 *
 * <p>Criteria judge a branch in relation to the mean of all branches. Here the average branch gets
 * the score of the average channel, so that one threshold can be laid through both; where that is
 * not positive, as of standard scores, branches get standard scores too.
 */
final class BranchScores {
  private final BlockCriterion criterion;
  private final double channelMean;

  /**
   * @param channels scores of all groups
   */
  BranchScores(BlockCriterion criterion, List<double[]> channels) {
    this.criterion = criterion;
    channelMean = channels.stream().flatMapToDouble(Arrays::stream).average().orElse(1);
  }

  /** One score for each candidate: the mean of its branches'. */
  double[] of(List<BlockCandidate> candidates, ScoringContext context) {
    List<ResidualBlock> blocks =
        candidates.stream().flatMap(candidate -> candidate.blocks().stream()).distinct().toList();
    if (blocks.isEmpty()) {
      return new double[0];
    }
    double[] scores = amongChannels(criterion.of(blocks, context));
    return candidates.stream()
        .mapToDouble(
            candidate ->
                candidate.blocks().stream()
                    .mapToDouble(block -> scores[blocks.indexOf(block)])
                    .average()
                    .orElse(0))
        .toArray();
  }

  private double[] amongChannels(double[] scores) {
    double mean = mean(scores);
    if (channelMean > 0 && mean > 0) {
      return Arrays.stream(scores).map(score -> score / mean * channelMean).toArray();
    }
    double[] squares = Arrays.stream(scores).map(s -> (s - mean) * (s - mean)).toArray();
    double deviation = Math.sqrt(mean(squares));
    return Arrays.stream(scores)
        .map(score -> deviation == 0 ? 0 : (score - mean) / deviation)
        .toArray();
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(0);
  }
}
