package io.espalier.method.prune.recovery;

import io.espalier.graph.Node;
import java.util.Optional;

/**
 * A layer and what follows it, as long as that is linear in each channel.
 *
 * @param last node of the chain; the layer itself where nothing follows
 * @param scale by channel, how much the last node's output changes with the layer's
 * @param intercept where the layer's outputs can be moved; empty where nothing moves them
 * @param joined the other addend where the last node adds a shortcut
 */
record Chain(
    LinearLayer layer,
    Node last,
    double[] scale,
    Optional<Intercept> intercept,
    Optional<String> joined) {
  Chain(LinearLayer layer, Optional<Intercept> intercept) {
    this(layer, layer.node(), ones(layer.channels()), intercept, Optional.empty());
  }

  static double[] ones(int channels) {
    double[] ones = new double[channels];
    java.util.Arrays.fill(ones, 1);
    return ones;
  }

  String output() {
    return last.outputs().getFirst();
  }

  Chain then(Node node, double[] newScale, Optional<Intercept> otherwise) {
    return new Chain(layer, node, newScale, intercept.or(() -> otherwise), Optional.empty());
  }

  Chain joining(Node join, String other) {
    return new Chain(layer, join, scale, intercept, Optional.of(other));
  }
}
