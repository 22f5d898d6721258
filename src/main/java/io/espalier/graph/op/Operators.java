package io.espalier.graph.op;

import io.espalier.graph.Node;
import java.util.Map;
import java.util.Optional;

/**
 * Every operator whose types can be inferred: one entry each, with a small rule beside it.
 *
 * <p>The table describes versions 17 to 21 of the default domain; where they differ, a rule takes
 * both forms, such as axes as attribute and as input. An operator that is missing here is accepted
 * everywhere and its outputs have no type.
 */
public final class Operators {
  private static final Map<String, Operator> TABLE = table();

  private Operators() {}

  /** The entry of a node's operator. */
  public static Optional<Operator> find(Node node) {
    return node.domain().isEmpty()
        ? Optional.ofNullable(TABLE.get(node.operator()))
        : Optional.empty();
  }

  private static Map<String, Operator> table() {
    OperatorTable table = new OperatorTable();
    ElementwiseOperators.addTo(table);
    LayerOperators.addTo(table);
    LayoutOperators.addTo(table);
    Recurrences.addTo(table);
    Quantizations.addTo(table);
    Losses.addTo(table);
    Signals.addTo(table);
    Detections.addTo(table);
    Sets.addTo(table);
    return table.build();
  }
}
