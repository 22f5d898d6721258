package io.espalier.graph.channel;

import java.util.List;
import java.util.stream.Stream;

/** The Attention operator: heads and their dimensions are cut apart, positions stay. */
final class AttentionRules {
  private static final int HEADS = 1;
  private static final int POSITIONS = 2;
  private static final int DIMENSIONS = 3;

  private AttentionRules() {}

  /**
   * Q [B, heads, T, D], K [B, keyHeads, S, D], V [B, keyHeads, S, E], a mask that broadcasts to [B,
   * heads, T, S], past keys and values, to Y [B, heads, T, E], present keys and values, and the
   * scores [B, heads, T, S].
   */
  static void attention(Coupling node) {
    if (node.rank(node.in(0)) != 4) {
      node.freezeAll("An Attention over heads that are not an axis of their own is not cut.");
      return;
    }
    heads(node);
    dimensions(node);
    positions(node);
    node.node().input(3).ifPresent(mask -> scores(node, mask));
    node.node().output(3).ifPresent(scores -> scores(node, scores));
    cached(node, node.node().input(4).stream(), 1);
    cached(node, node.node().input(5).stream(), 2);
    cached(node, node.node().output(1).stream(), 1);
    cached(node, node.node().output(2).stream(), 2);
  }

  /** Neighbouring query heads share a key head. */
  private static void heads(Coupling node) {
    String q = node.in(0);
    String k = node.in(1);
    int copies = Math.max(1, node.extent(q, HEADS) / Math.max(1, node.extent(k, HEADS)));
    node.tie(k, HEADS, node.in(2), HEADS);
    node.tie(q, HEADS, node.out(0), HEADS);
    node.tieEach(q, HEADS, k, HEADS, i -> i / copies);
    node.heads(q, HEADS);
  }

  private static void dimensions(Coupling node) {
    String q = node.in(0);
    String v = node.in(2);
    node.tie(q, DIMENSIONS, node.in(1), DIMENSIONS);
    node.tie(v, DIMENSIONS, node.out(0), DIMENSIONS);
    node.headDimensions(q, DIMENSIONS);
    node.headDimensions(v, DIMENSIONS);
    if (!node.node().attributes().containsKey("scale")) {
      node.freeze(q, DIMENSIONS, "The scale of the Attention follows from the width of a head.");
    }
  }

  private static void positions(Coupling node) {
    for (String value : List.of(node.in(0), node.in(1), node.in(2), node.out(0))) {
      node.tie(value, 0, node.out(0), 0);
      node.freeze(value, POSITIONS, "Attention weighs all positions against each other.");
    }
  }

  /** A mask or scores, aligned with [B, heads, T, S] at the last axis. */
  private static void scores(Coupling node, String value) {
    int offset = 4 - node.rank(value);
    for (int axis = 0; axis < node.rank(value); axis++) {
      if (offset + axis < POSITIONS) {
        node.tieBroadcast(value, axis, node.out(0), offset + axis);
      } else {
        node.freeze(value, axis, "Attention weighs all positions against each other.");
      }
    }
  }

  /** Keys or values of other positions. */
  private static void cached(Coupling node, Stream<String> values, int input) {
    values.forEach(
        value -> {
          node.tie(value, HEADS, node.in(input), HEADS);
          node.tie(value, DIMENSIONS, node.in(input), DIMENSIONS);
          node.freeze(value, POSITIONS, "Attention weighs all positions against each other.");
        });
  }
}
