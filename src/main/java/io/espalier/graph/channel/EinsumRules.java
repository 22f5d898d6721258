package io.espalier.graph.channel;

import java.util.ArrayList;
import java.util.List;

/** Products written as an equation: axes of one letter belong together. */
final class EinsumRules {

  /** One axis of one operand, under its letter. */
  private record Place(String operand, int axis, char letter) {}

  private EinsumRules() {}

  /**
   * Operands and result as the equation names their axes. Letters that the result does not have are
   * summed over, which silent positions do not change.
   */
  static void einsum(Coupling node) {
    String equation = node.node().stringAttribute("equation", "").replace(" ", "");
    int arrow = equation.indexOf("->");
    if (arrow < 0 || equation.contains("...")) {
      node.freezeAll("An Einsum with an ellipsis or without the letters of its result is not cut.");
      return;
    }
    String result = equation.substring(arrow + 2);
    List<Place> places = places(node, equation.substring(0, arrow).split(","));
    for (Place place : places) {
      tie(node, place, result, places);
      node.slot(place.operand(), place.axis(), role(place, result, places));
    }
    if (node.node().presentInputs().filter(node::isComputed).count() > 1) {
      places.forEach(place -> mark(place, result, places, node));
    }
  }

  private static List<Place> places(Coupling node, String[] terms) {
    List<Place> places = new ArrayList<>();
    for (int i = 0; i < terms.length; i++) {
      for (int axis = 0; axis < terms[i].length(); axis++) {
        places.add(new Place(node.in(i), axis, terms[i].charAt(axis)));
      }
    }
    return places;
  }

  private static void tie(Coupling node, Place place, String result, List<Place> places) {
    int to = result.indexOf(place.letter());
    if (to >= 0) {
      node.tieBroadcast(place.operand(), place.axis(), node.out(0), to);
    }
    others(place, places)
        .forEach(
            other ->
                node.tieBroadcast(place.operand(), place.axis(), other.operand(), other.axis()));
  }

  /** A letter of one operand alone is produced by it, one that the others have too scales them. */
  private static SlotRole role(Place place, String result, List<Place> places) {
    if (result.indexOf(place.letter()) < 0) {
      return SlotRole.IN;
    }
    return others(place, places).isEmpty() ? SlotRole.OUT : SlotRole.VECTOR;
  }

  private static List<Place> others(Place place, List<Place> places) {
    return places.stream()
        .filter(other -> other.letter() == place.letter() && !other.equals(place))
        .toList();
  }

  /** What all have is multiplied alone, as heads are. */
  private static void mark(Place place, String result, List<Place> places, Coupling node) {
    boolean alone = result.indexOf(place.letter()) >= 0 && !others(place, places).isEmpty();
    if (alone) {
      node.heads(place.operand(), place.axis());
    } else {
      node.headDimensions(place.operand(), place.axis());
    }
  }
}
