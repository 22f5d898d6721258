package io.espalier.method.prune.width;

import io.espalier.method.StepPlan;
import io.espalier.method.prune.cut.Cut;
import java.util.List;

/**
 * What a step takes from a network.
 *
 * @param widths one for each prunable of the space
 */
public record Decision(List<Integer> widths, Cut cut, StepPlan plan) {
  public Decision {
    widths = List.copyOf(widths);
  }
}
