package io.espalier.graph.channel;

import io.espalier.graph.Node;
import java.util.Optional;

/** Operators that work on spatial axes of each channel alone. */
final class PoolingRules {
  private static final String SPATIAL = "Spatial positions are not cut.";

  private PoolingRules() {}

  /** X [N, C, ...] to Y [N, C, ...], and indices of that shape, which count all channels. */
  static void pool(Coupling node) {
    Optional<String> indices = node.node().output(1);
    if (indices.isPresent()
        && !node.consumers(indices.get()).stream().allMatch(PoolingRules::undoes)) {
      node.freezeAll("The indices of the pool count its channels, and something reads them.");
      return;
    }
    perChannel(node);
    indices.ifPresent(value -> node.tieAll(value, node.out(0)));
  }

  /** Unpooling counts the channels as the pool did. */
  private static boolean undoes(Node reader) {
    return reader.is("MaxUnpool");
  }

  /** X and indices [N, C, ...] to Y [N, C, ...], larger. */
  static void unpool(Coupling node) {
    if (node.node().input(2).isPresent() && node.constant(2).isEmpty()) {
      node.freezeAll("The size of the MaxUnpool is computed.");
      return;
    }
    node.tieAll(node.in(1), node.in(0));
    perChannel(node);
  }

  /** Axes of scale 1 before the spatial ones pass. Computed scales hold for any width. */
  static void resize(Coupling node) {
    unwanted(node).ifPresentOrElse(node::freezeAll, () -> perChannel(node));
  }

  private static Optional<String> unwanted(Coupling node) {
    Node resize = node.node();
    String mode = resize.stringAttribute("coordinate_transformation_mode", "half_pixel");
    if (mode.equals("tf_crop_and_resize")) {
      return Optional.of("A Resize of a crop is not cut.");
    }
    if (!node.dim(node.in(0), 1).equals(node.dim(node.out(0), 1))) {
      return Optional.of("The Resize changes how many channels there are.");
    }
    return resize.input(3).isPresent() && node.constant(3).isEmpty()
        ? Optional.of("The sizes of the Resize are computed.")
        : Optional.empty();
  }

  private static void perChannel(Coupling node) {
    node.tie(node.in(0), 0, node.out(0), 0);
    node.tie(node.in(0), 1, node.out(0), 1);
    node.freezeFrom(node.in(0), 2, SPATIAL);
    node.freezeFrom(node.out(0), 2, SPATIAL);
  }
}
