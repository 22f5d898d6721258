package io.espalier.graph.op;

import io.espalier.graph.Dim;
import io.espalier.graph.ElementType;
import io.espalier.graph.TensorType;
import java.util.ArrayList;
import java.util.List;

/** Normalisations, which keep the shape of their input. */
final class Normalizations {
  private Normalizations() {}

  static List<TensorType> batch(RuleContext context) {
    TensorType type = perChannel(context);
    return List.of(type, context.type(3), context.type(4));
  }

  /** Every further input is a vector over the channel axis. */
  static TensorType perChannel(RuleContext context) {
    TensorType type = context.type(0);
    RuleContext.require(type.rank() >= 2, "the input (%s) must have a channel axis", type);
    for (int i = 1; i < context.node().inputs().size(); i++) {
      requireVector(context, i, type.dim(1));
    }
    return type;
  }

  /** Scale and bias are per group up to version 20, per channel from 21. */
  static TensorType group(RuleContext context) {
    TensorType type = context.type(0);
    RuleContext.require(type.rank() >= 2, "the input (%s) must have a channel axis", type);
    long groups = context.node().intAttribute("num_groups", 0);
    RuleContext.require(groups > 0, "num_groups (%d) must be positive", groups);
    RuleContext.require(
        !type.dim(1).isKnown() || type.dim(1).size() % groups == 0,
        "the channels (%s) must be a multiple of num_groups (%d)",
        type.dim(1),
        groups);
    return type;
  }

  static TensorType rootMeanSquare(RuleContext context) {
    return layer(context).getFirst();
  }

  static List<TensorType> layer(RuleContext context) {
    TensorType type = context.type(0);
    int first = RuleContext.axis(context.node().intAttribute("axis", -1), type.rank());
    List<Dim> normalized = type.shape().subList(first, type.rank());
    for (int i = 1; i < context.node().inputs().size(); i++) {
      context.optionalType(i).ifPresent(weight -> requireBroadcast(context, weight, normalized));
    }
    List<Dim> statistics = new ArrayList<>(type.shape().subList(0, first));
    normalized.forEach(_ -> statistics.add(Dim.of(1)));
    ElementType stash =
        context.node().intAttribute("stash_type", 1) == 1
            ? ElementType.FLOAT
            : Elementwise.elementType(context, "stash_type");
    TensorType moments = new TensorType(stash, statistics);
    return List.of(type, moments, moments);
  }

  private static void requireBroadcast(
      RuleContext context, TensorType weight, List<Dim> normalized) {
    RuleContext.require(
        weight.rank() <= normalized.size(),
        "the weight (%s) must broadcast to the normalised axes",
        weight);
    List<Dim> broadcast = Broadcasting.shapes(context, weight.shape(), normalized);
    for (int axis = 0; axis < normalized.size(); axis++) {
      RuleContext.requireSame(
          broadcast.get(axis), normalized.get(axis), "weight and input extents");
    }
  }

  private static void requireVector(RuleContext context, int input, Dim channels) {
    TensorType type = context.type(input);
    RuleContext.require(type.rank() == 1, "its input %d (%s) must have one axis", input, type);
    RuleContext.requireSame(type.dim(0), channels, "input %d and channels".formatted(input));
  }
}
