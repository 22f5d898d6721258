package io.espalier.graph.op;

import io.espalier.graph.Dim;
import io.espalier.graph.TensorType;
import java.util.List;

/**
 * RNN, GRU and LSTM: sequences through a cell, in one or two directions.
 *
 * <ul>
 *   <li>X [T, B, in], W [directions, gates*H, in], R [directions, gates*H, H]
 *   <li>bias [directions, 2*gates*H], sequence_lens [B], initial states [directions, B, H]
 *   <li>Y [T, directions, B, H], Y_h and Y_c [directions, B, H]
 *   <li>with layout 1: X [B, T, in], Y [B, T, directions, H], states [B, directions, H]
 * </ul>
 */
final class Recurrences {
  private static final String ATTRIBUTES =
      "activation_alpha:floats activation_beta:floats activations:strings clip:float"
          + " direction:string hidden_size:int layout:int";
  private static final int WEIGHT = 1;
  private static final int RECURRENCE = 2;
  private static final int BIAS = 3;
  private static final int LENGTHS = 4;
  private static final int INITIAL_HIDDEN = 5;
  private static final int INITIAL_CELL = 6;
  private static final int PEEPHOLES = 7;

  private Recurrences() {}

  static void addTo(OperatorTable table) {
    table
        .addMany("RNN", "3..6", 2, ATTRIBUTES, context -> types(context, 1))
        .addMany(
            "GRU", "3..6", 2, ATTRIBUTES + " linear_before_reset:int", context -> types(context, 3))
        .addMany("LSTM", "3..8", 3, ATTRIBUTES + " input_forget:int", context -> types(context, 4));
  }

  private static List<TensorType> types(RuleContext context, int gates) {
    TensorType x = context.type(0);
    RuleContext.require(x.rank() == 3, "the input (%s) must have three axes", x);
    boolean batchFirst = isBatchFirst(context);
    Dim directions = directions(context);
    Dim hidden = hidden(context, gates, directions, x.dim(2));
    Dim steps = x.dim(batchFirst ? 1 : 0);
    Dim batch = x.dim(batchFirst ? 0 : 1);
    List<Dim> state =
        batchFirst ? List.of(batch, directions, hidden) : List.of(directions, batch, hidden);
    requireShape(context, LENGTHS, "lengths", List.of(batch));
    requireShape(context, INITIAL_HIDDEN, "first state", state);
    requireShape(context, INITIAL_CELL, "first cell", state);
    List<Dim> all =
        batchFirst
            ? List.of(batch, steps, directions, hidden)
            : List.of(steps, directions, batch, hidden);
    return List.of(x.withShape(all), x.withShape(state), x.withShape(state));
  }

  private static boolean isBatchFirst(RuleContext context) {
    long layout = context.node().intAttribute("layout", 0);
    RuleContext.require(layout == 0 || layout == 1, "the layout (%d) must be 0 or 1", layout);
    return layout == 1;
  }

  private static Dim directions(RuleContext context) {
    String direction = context.node().stringAttribute("direction", "forward");
    return switch (direction) {
      case "forward", "reverse" -> Dim.of(1);
      case "bidirectional" -> Dim.of(2);
      default ->
          throw RuleFailure.contradiction(
              "the direction (%s) must be forward, reverse or bidirectional".formatted(direction));
    };
  }

  /** The width of the state, which all weights must agree on. */
  private static Dim hidden(RuleContext context, int gates, Dim directions, Dim in) {
    TensorType recurrence = context.type(RECURRENCE);
    RuleContext.require(
        recurrence.rank() == 3, "the recurrence weight (%s) must have three axes", recurrence);
    Dim hidden = recurrence.dim(2);
    Dim declared = Dim.of(Math.max(0, context.node().intAttribute("hidden_size", 0)));
    if (!declared.is(0)) {
      RuleContext.requireSame(declared, hidden, "hidden_size and the recurrence weight");
    }
    Dim stacked = hidden.times(Dim.of(gates));
    requireShape(context, WEIGHT, "weight", List.of(directions, stacked, in));
    requireShape(context, RECURRENCE, "recurrence weight", List.of(directions, stacked, hidden));
    requireShape(context, BIAS, "bias", List.of(directions, stacked.times(Dim.of(2))));
    requireShape(context, PEEPHOLES, "peepholes", List.of(directions, hidden.times(Dim.of(3))));
    return hidden;
  }

  private static void requireShape(RuleContext context, int input, String what, List<Dim> shape) {
    context.optionalType(input).ifPresent(type -> requireShape(type, what, shape));
  }

  private static void requireShape(TensorType type, String what, List<Dim> shape) {
    RuleContext.require(
        type.rank() == shape.size(), "the %s (%s) must have the shape %s", what, type, shape);
    for (int axis = 0; axis < shape.size(); axis++) {
      RuleContext.requireSame(
          type.dim(axis), shape.get(axis), "axis %d of the %s and its layer".formatted(axis, what));
    }
  }
}
