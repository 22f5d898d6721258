package io.espalier.graph.rewrite;

import io.espalier.graph.Graph;
import io.espalier.graph.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Gives every layer its own bias, scale or other vector where an exporter stored equal ones once.
 *
 * <p>Shared storage would tie layers that have nothing to do with each other: all biases of a fresh
 * network are equal. A layer that shares a matrix too is one layer applied twice and stays so.
 */
public final class UntieVectors implements Pass {
  @Override
  public String name() {
    return "untie-vectors";
  }

  @Override
  public Rewrite apply(Graph graph) {
    Draft draft = new Draft(graph);
    Map<String, Integer> uses = uses(graph);
    Set<String> fixed = ValueUses.captured(graph);
    fixed.addAll(ValueUses.outputs(graph));
    Set<String> seen = new HashSet<>();
    for (Node node : graph.nodes()) {
      boolean sharesMatrix =
          node.presentInputs()
              .anyMatch(value -> uses.getOrDefault(value, 0) > 1 && longAxes(graph, value) > 1);
      if (!sharesMatrix) {
        untie(draft, graph, node, value -> uses.get(value) > 1 && !fixed.contains(value), seen);
      }
    }
    return draft.finish();
  }

  private static void untie(
      Draft draft, Graph graph, Node node, Predicate<String> shared, Set<String> seen) {
    List<String> inputs = new ArrayList<>(node.inputs());
    for (int i = 0; i < inputs.size(); i++) {
      String value = inputs.get(i);
      if (longAxes(graph, value) == 1 && shared.test(value) && !seen.add(value)) {
        inputs.set(i, draft.freshName(value));
        draft
            .put(inputs.get(i), graph.initializers().get(value))
            .note("Gave %s its own copy of %s.".formatted(node.name(), value));
      }
    }
    if (!inputs.equals(node.inputs())) {
      draft.replace(node, node.withInputs(inputs));
    }
  }

  private static Map<String, Integer> uses(Graph graph) {
    Map<String, Integer> uses = new HashMap<>();
    for (Node node : graph.nodes()) {
      node.presentInputs().forEach(value -> uses.merge(value, 1, Integer::sum));
    }
    return uses;
  }

  /** How many axes of a floating-point constant are longer than 1; 0 for anything else. */
  private static long longAxes(Graph graph, String value) {
    return Optional.ofNullable(graph.initializers().get(value))
        .filter(tensor -> tensor.elementType().isFloating())
        .map(tensor -> Arrays.stream(tensor.shape()).filter(extent -> extent > 1).count())
        .orElse(0L);
  }
}
