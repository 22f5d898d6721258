package io.espalier.graph.op;

import io.espalier.graph.Node;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What is known of one operator of the default domain, versions 17 to 21.
 *
 * @param minInputs leading inputs that must be present
 * @param maxInputs {@link #ANY} when there is no bound
 * @param maxOutputs {@link #ANY} when there is no bound
 * @param attributes kind of each attribute by name
 * @param types how output types follow
 * @param contents how small integer results follow
 */
public record Operator(
    String name,
    int minInputs,
    int maxInputs,
    int maxOutputs,
    Map<String, AttributeKind> attributes,
    TypeRule types,
    ContentRule contents) {
  public static final int ANY = Integer.MAX_VALUE;

  public Operator {
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
  }

  /** What is wrong with the number of inputs or outputs of a node; empty when nothing is. */
  public Optional<String> arityFault(Node node) {
    int given = node.inputs().size();
    boolean enough = IntStream.range(0, minInputs).allMatch(i -> node.input(i).isPresent());
    if (!enough || given > maxInputs) {
      return Optional.of(
          "it has %d inputs but must have %s".formatted(given, bounds(minInputs, maxInputs)));
    }
    int made = node.outputs().size();
    return made == 0 || made > maxOutputs
        ? Optional.of("it has %d outputs but must have %s".formatted(made, bounds(1, maxOutputs)))
        : Optional.empty();
  }

  private static String bounds(int fewest, int most) {
    if (fewest == most) {
      return Integer.toString(most);
    }
    return most == ANY ? "at least " + fewest : "%d to %d".formatted(fewest, most);
  }
}
