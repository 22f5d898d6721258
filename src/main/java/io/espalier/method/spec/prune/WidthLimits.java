package io.espalier.method.spec.prune;

/**
 * The widths that layers may get.
 *
 * @param rounding the multiple that widths are rounded to, where the layer is wide enough
 * @param minimumChannels the fewest channels a layer may be left with
 */
public record WidthLimits(int rounding, int minimumChannels) {
  public static final WidthLimits USUAL = new WidthLimits(8, 4);
}
