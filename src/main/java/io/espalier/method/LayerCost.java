package io.espalier.method;

/**
 * What one layer looks like and costs for one sample.
 *
 * @param width output channels or features; 0 where the layer has none
 * @param output type of the first output, for example {@code float[batch,64,32,32]}
 */
public record LayerCost(
    long width, String output, long parameters, long macs, long flops, long bytes) {
  /** The cost of a layer that is not there. */
  public static final LayerCost ABSENT = new LayerCost(0, "", 0, 0, 0, 0);
}
