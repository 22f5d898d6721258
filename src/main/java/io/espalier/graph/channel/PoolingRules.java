package io.espalier.graph.channel;

import io.espalier.graph.Tensor;
import java.util.Optional;

/** Operators that work on spatial axes of each channel alone. */
final class PoolingRules {
  private static final String SPATIAL = "Spatial positions are not cut.";

  private PoolingRules() {}

  /** X [N, C, ...] to Y [N, C, ...]. */
  static void pool(Coupling node) {
    if (node.node().output(1).isPresent()) {
      node.freezeAll("A pool that gives indices is not cut.");
      return;
    }
    perChannel(node);
  }

  /** Axes of scale 1 before the spatial ones pass. */
  static void resize(Coupling node) {
    String x = node.in(0);
    String y = node.out(0);
    boolean cropped =
        node.node()
            .stringAttribute("coordinate_transformation_mode", "half_pixel")
            .equals("tf_crop_and_resize");
    Optional<Tensor> scales = node.constant(2).filter(given -> given.elements() > 0);
    Optional<Tensor> sizes = node.constant(3);
    boolean known = scales.isPresent() != sizes.isPresent();
    boolean channelsKept = node.dim(x, 1).equals(node.dim(y, 1));
    if (cropped || !known || !channelsKept || node.node().intsAttribute("axes").isPresent()) {
      node.freezeAll("A Resize of channels, of computed size or of a crop is not cut.");
      return;
    }
    perChannel(node);
  }

  private static void perChannel(Coupling node) {
    node.tie(node.in(0), 0, node.out(0), 0);
    node.tie(node.in(0), 1, node.out(0), 1);
    node.freezeFrom(node.in(0), 2, SPATIAL);
    node.freezeFrom(node.out(0), 2, SPATIAL);
  }
}
