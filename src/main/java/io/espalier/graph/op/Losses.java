package io.espalier.graph.op;

import io.espalier.graph.Dim;
import io.espalier.graph.TensorType;
import java.util.ArrayList;
import java.util.List;

/**
 * Losses against class indices.
 *
 * <ul>
 *   <li>scores [N, C, d1, …], target [N, d1, …], weight [C]
 *   <li>loss [N, d1, …] without reduction, a scalar otherwise
 * </ul>
 */
final class Losses {
  private static final String ATTRIBUTES = "ignore_index:int reduction:string";

  private Losses() {}

  static void addTo(OperatorTable table) {
    table
        .add("NegativeLogLikelihoodLoss", "2..3", ATTRIBUTES, Losses::loss)
        .addMany(
            "SoftmaxCrossEntropyLoss",
            "2..3",
            2,
            ATTRIBUTES,
            context -> List.of(loss(context), context.type(0)));
  }

  private static TensorType loss(RuleContext context) {
    TensorType scores = context.type(0);
    RuleContext.require(scores.rank() >= 2, "the scores (%s) must have a class axis", scores);
    List<Dim> places = new ArrayList<>(scores.shape());
    Dim classes = places.remove(1);
    requireShape(context, 1, "target", places);
    requireShape(context, 2, "weight", List.of(classes));
    String reduction = context.node().stringAttribute("reduction", "mean");
    return switch (reduction) {
      case "none" -> scores.withShape(places);
      case "sum", "mean" -> scores.withShape(List.of());
      default ->
          throw RuleFailure.contradiction(
              "the reduction (%s) must be none, sum or mean".formatted(reduction));
    };
  }

  private static void requireShape(RuleContext context, int input, String what, List<Dim> shape) {
    context
        .optionalType(input)
        .ifPresent(
            type -> {
              RuleContext.require(
                  type.rank() == shape.size(), "the %s (%s) must have shape %s", what, type, shape);
              for (int axis = 0; axis < shape.size(); axis++) {
                RuleContext.requireSame(type.dim(axis), shape.get(axis), what + " and scores");
              }
            });
  }
}
