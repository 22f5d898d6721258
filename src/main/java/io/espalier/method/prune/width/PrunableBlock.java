package io.espalier.method.prune.width;

import io.espalier.graph.block.ResidualBlock;
import io.espalier.method.spec.prune.PruneLevel;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Residual branches that stay or go together; the width is 1 or 0.
 *
 * @param blocks in the order of the network, at least one
 */
public record PrunableBlock(PruneLevel level, List<ResidualBlock> blocks, double score)
    implements Prunable {
  public PrunableBlock {
    blocks = List.copyOf(blocks);
  }

  @Override
  public String id() {
    return blocks.getFirst().join();
  }

  @Override
  public double[] scores() {
    return new double[] {score};
  }

  @Override
  public WidthRule rule() {
    return WidthRule.STAYS_OR_GOES;
  }

  @Override
  public int whole() {
    return 1;
  }

  @Override
  public boolean altersNormalization() {
    return false;
  }

  /** Names of the nodes that add the branches. */
  public Set<String> joins() {
    return blocks.stream().map(ResidualBlock::join).collect(Collectors.toUnmodifiableSet());
  }
}
