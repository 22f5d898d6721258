package io.espalier.graph.rewrite.fuse;

import io.espalier.graph.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What a value must be computed from. Matching goes from a value to its producer and on to the
 * inputs of that; a value that is read twice may be matched twice.
 */
@FunctionalInterface
interface Pattern {
  /** How far a constant may be from the number asked for, relative to it. */
  double NUMBER_TOLERANCE = 1e-6;

  /** Every way in which the value fits what is bound already. */
  Stream<Match> match(String value, Match match);

  /** Any value; the same one wherever the name occurs. */
  static Pattern any(String name) {
    return (value, match) -> match.bind(name, value).stream();
  }

  /** A constant, whatever it holds. */
  static Pattern constant(String name) {
    return (value, match) ->
        match.scene().constant(value).flatMap(_ -> match.bind(name, value)).stream();
  }

  /** A float constant of one element. */
  static Pattern number(String name) {
    return (value, match) ->
        match.scene().number(value).isPresent() ? match.bind(name, value).stream() : Stream.empty();
  }

  /** A float constant of one element that holds this number. */
  static Pattern number(double number) {
    return (value, match) ->
        match.scene().number(value).stream()
            .filter(held -> Math.abs(held - number) <= NUMBER_TOLERANCE * Math.abs(number))
            .mapToObj(_ -> match);
  }

  /** The output of a node of this operator whose inputs fit, in order. */
  static Pattern node(String operator, Pattern... inputs) {
    return node(operator, _ -> true, inputs);
  }

  static Pattern node(String operator, Predicate<Node> condition, Pattern... inputs) {
    return (value, match) -> {
      Optional<Node> node =
          match
              .scene()
              .producer(value)
              .filter(made -> made.is(operator) && made.inputs().size() == inputs.length)
              .filter(condition);
      Stream<Match> matches = node.map(match::with).stream();
      for (int i = 0; i < inputs.length; i++) {
        int input = i;
        matches = matches.flatMap(m -> inputs[input].match(node.get().inputs().get(input), m));
      }
      return matches;
    };
  }

  /** A node of two inputs in either order. */
  static Pattern commutative(String operator, Pattern one, Pattern other) {
    return either(node(operator, one, other), node(operator, other, one));
  }

  static Pattern either(Pattern... patterns) {
    return (value, match) -> Arrays.stream(patterns).flatMap(p -> p.match(value, match));
  }

  /** A product of these factors, in any order and with any parentheses. */
  static Pattern product(Pattern... factors) {
    return product(List.of(factors));
  }

  private static Pattern product(List<Pattern> factors) {
    if (factors.size() == 1) {
      return factors.getFirst();
    }
    List<Pattern> splits = new ArrayList<>();
    for (int mask = 1; mask < (1 << factors.size()) - 1; mask++) {
      splits.add(node("Mul", product(chosen(factors, mask)), product(chosen(factors, ~mask))));
    }
    return either(splits.toArray(Pattern[]::new));
  }

  private static List<Pattern> chosen(List<Pattern> factors, int mask) {
    List<Pattern> chosen = new ArrayList<>();
    for (int i = 0; i < factors.size(); i++) {
      if ((mask >> i & 1) == 1) {
        chosen.add(factors.get(i));
      }
    }
    return chosen;
  }

  /** This pattern, its value bound to a name. */
  default Pattern as(String name) {
    return (value, match) -> match(value, match).flatMap(found -> found.bind(name, value).stream());
  }
}
