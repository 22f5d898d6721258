package io.espalier.method.prune.recovery;

import io.espalier.graph.Graph;
import io.espalier.graph.GraphIndex;
import io.espalier.graph.Node;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/** Values that alone carry everything from the input of a network to some of its values. */
final class Frontier {
  private Frontier() {}

  /** Every such value that is computed, the latest first. */
  static SequencedSet<String> candidates(Graph graph, Collection<String> values) {
    SequencedSet<String> live = new LinkedHashSet<>(values);
    SequencedSet<String> found = new LinkedHashSet<>();
    for (Node node : graph.nodes().reversed()) {
      List<String> made = node.presentOutputs().filter(live::contains).toList();
      if (live.size() == 1 && made.size() == 1) {
        found.add(made.getFirst());
      }
      if (!made.isEmpty()) {
        made.forEach(live::remove);
        GraphIndex.reads(node).filter(value -> !graph.isConstant(value)).forEach(live::add);
      }
    }
    return found;
  }

  /** Nodes between a value and others, in order; the nodes that make the value are left out. */
  static List<Node> between(Graph graph, String from, Collection<String> values) {
    SequencedSet<String> live = new LinkedHashSet<>(values);
    SequencedSet<Node> between = new LinkedHashSet<>();
    for (Node node : graph.nodes().reversed()) {
      boolean makes = node.presentOutputs().anyMatch(live::contains);
      if (makes && node.presentOutputs().noneMatch(from::equals)) {
        between.addFirst(node);
        GraphIndex.reads(node).forEach(live::add);
      }
    }
    return List.copyOf(between);
  }
}
