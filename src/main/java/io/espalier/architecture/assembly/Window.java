package io.espalier.architecture.assembly;

import io.espalier.graph.Attribute;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A square window of a convolution or pooling.
 *
 * @param padding on each side
 */
public record Window(int kernel, int stride, int padding) {
  /** A window of odd size that keeps the extents when the stride is 1. */
  public static Window centred(int kernel, int stride) {
    return new Window(kernel, stride, kernel / 2);
  }

  /** Windows beside each other. */
  public static Window tiled(int kernel) {
    return new Window(kernel, kernel, 0);
  }

  Map<String, Attribute> attributes() {
    Map<String, Attribute> attributes = new LinkedHashMap<>();
    attributes.put("kernel_shape", Attribute.ofInts(kernel, kernel));
    attributes.put("strides", Attribute.ofInts(stride, stride));
    attributes.put("pads", Attribute.ofInts(padding, padding, padding, padding));
    return attributes;
  }
}
