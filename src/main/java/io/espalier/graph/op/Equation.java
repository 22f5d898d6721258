package io.espalier.graph.op;

import io.espalier.graph.Dim;
import io.espalier.graph.TensorType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * An Einsum equation and the extents its labels have.
 *
 * @param output labels of the output, one an axis: letters, and digits for the axes of an ellipsis,
 *     which count from the last
 * @param extents by label
 */
public record Equation(String output, Map<Character, Dim> extents) {
  private static final String ELLIPSIS = "...";
  private static final int MOST_HIDDEN = 10;

  public Equation {
    extents = Collections.unmodifiableMap(new LinkedHashMap<>(extents));
  }

  /**
   * Reads the equation of an Einsum.
   *
   * @throws RuleFailure when it does not fit the inputs
   */
  public static Equation of(RuleContext context) {
    List<TensorType> types =
        IntStream.range(0, context.node().inputs().size()).mapToObj(context::type).toList();
    return of(context.node().stringAttribute("equation", ""), types);
  }

  /**
   * Reads an equation over operands of these types.
   *
   * @throws RuleFailure when it does not fit the operands
   */
  public static Equation of(String equation, List<TensorType> types) {
    String text = equation.replace(" ", "");
    int arrow = text.indexOf("->");
    String operands = arrow < 0 ? text : text.substring(0, arrow);
    String[] terms = operands.split(",", -1);
    RuleContext.require(
        terms.length == types.size(),
        "the equation (%s) must have %d operands",
        equation,
        types.size());
    Map<Character, Dim> extents = new LinkedHashMap<>();
    int hidden = 0;
    for (int i = 0; i < terms.length; i++) {
      hidden = Math.max(hidden, hidden(terms[i], types.get(i)));
      bind(written(terms[i], hidden(terms[i], types.get(i))), types.get(i), extents);
    }
    String result = arrow < 0 ? implicit(operands) : text.substring(arrow + 2);
    String output = written(result, hidden);
    RuleContext.require(
        output.chars().allMatch(label -> extents.containsKey((char) label)),
        "the output labels (%s) must occur in the operands",
        output);
    return new Equation(output, extents);
  }

  /** How many axes of an operand its ellipsis stands for. */
  private static int hidden(String labels, TensorType type) {
    if (!labels.contains(ELLIPSIS)) {
      return 0;
    }
    int hidden = type.rank() - (labels.length() - ELLIPSIS.length());
    RuleContext.require(
        hidden >= 0 && hidden <= MOST_HIDDEN,
        "the ellipsis of (%s) must stand for 0 to %d axes of the operand (%s)",
        labels,
        MOST_HIDDEN,
        type);
    return hidden;
  }

  /** The labels with a digit for each axis of the ellipsis. */
  private static String written(String labels, int hidden) {
    StringBuilder digits = new StringBuilder();
    for (int axis = hidden - 1; axis >= 0; axis--) {
      digits.append(axis);
    }
    return labels.replaceFirst(Pattern.quote(ELLIPSIS), digits.toString());
  }

  private static void bind(String labels, TensorType type, Map<Character, Dim> extents) {
    RuleContext.require(
        labels.length() == type.rank(),
        "the operand (%s) must have %d axes",
        type,
        labels.length());
    for (int axis = 0; axis < labels.length(); axis++) {
      Dim extent = type.dim(axis);
      extents.merge(labels.charAt(axis), extent, Equation::common);
    }
  }

  /** The extent of a label that two operands share; 1 gives way, and a number wins. */
  private static Dim common(Dim a, Dim b) {
    if (a.is(1) || b.is(1)) {
      return a.is(1) ? b : a;
    }
    RuleContext.requireSame(a, b, "extents of one label");
    return a.isKnown() ? a : b;
  }

  /** The ellipsis, then the labels that occur once in alphabetical order. */
  private static String implicit(String operands) {
    String ellipsis = operands.contains(ELLIPSIS) ? ELLIPSIS : "";
    return ellipsis + onlyOnce(operands.replace(ELLIPSIS, ""));
  }

  private static String onlyOnce(String operands) {
    return operands
        .chars()
        .filter(label -> label != ',')
        .mapToObj(label -> String.valueOf((char) label))
        .filter(label -> operands.indexOf(label) == operands.lastIndexOf(label))
        .sorted()
        .collect(Collectors.joining());
  }

  List<Dim> outputShape() {
    return output.chars().mapToObj(label -> extents.get((char) label)).toList();
  }
}
