package io.espalier.method.spec.prune;

import java.util.List;

/**
 * What holds for single layers.
 *
 * @param protect patterns on names of layers that stay whole
 * @param ratios shares of channels that go, apart from the budget's search; the first that matches
 *     a layer counts
 */
public record LayerRules(List<String> protect, List<LayerRatio> ratios) {
  public static final LayerRules NONE = new LayerRules(List.of(), List.of());

  public LayerRules {
    protect = List.copyOf(protect);
    ratios = List.copyOf(ratios);
  }

  /**
   * A share for the layers that a pattern matches.
   *
   * @param ratio of the channels that go, in [0, 1)
   */
  public record LayerRatio(String pattern, double ratio) {}
}
