package io.espalier.method.prune.width;

import io.espalier.method.spec.prune.PruneLevel;
import java.util.Arrays;

/**
 * Something a cut may make smaller: a group of channels, or residual branches that stay or go.
 *
 * <p>All of a network compete with each other: what scores no more than a threshold goes.
 */
public sealed interface Prunable permits PrunableGroup, PrunableBlock {
  /** Name in plans: of the group, or of the node that adds the first branch. */
  String id();

  PruneLevel level();

  /** One for each part that may go; the lowest goes first. */
  double[] scores();

  WidthRule rule();

  /** How many parts there are before the cut. */
  int whole();

  /** True when taking a part changes what the others compute. */
  boolean altersNormalization();

  /** How many parts score more than a threshold. */
  default int above(double threshold) {
    return (int) Arrays.stream(scores()).filter(score -> score > threshold).count();
  }
}
