package io.espalier.method.prune.width;

import java.util.List;

/** What a network costs in one measure. */
@FunctionalInterface
public interface CostMeter {
  /**
   * The cost, which never grows when a width falls.
   *
   * @param widths one for each prunable of the space that is searched; of a branch 1 or 0
   */
  double of(List<Integer> widths);
}
