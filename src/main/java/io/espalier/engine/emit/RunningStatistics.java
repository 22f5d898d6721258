package io.espalier.engine.emit;

import io.espalier.graph.Graph;
import io.espalier.graph.Node;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The constants that batch normalisations keep their running mean and variance in. */
final class RunningStatistics {
  private static final List<Integer> INPUTS = List.of(3, 4);

  private RunningStatistics() {}

  /** In the order of the nodes; each once. */
  static Set<String> of(Graph graph) {
    Map<String, ?> constants = Constants.of(graph);
    Set<String> statistics = new LinkedHashSet<>();
    graph.nodes().stream()
        .filter(RunningStatistics::keepsThem)
        .flatMap(node -> INPUTS.stream().map(node::input).flatMap(Optional::stream))
        .filter(constants::containsKey)
        .forEach(statistics::add);
    return statistics;
  }

  /** True when some node takes the statistic as something else. */
  static boolean isReadOtherwise(Graph graph, String statistic) {
    for (Node node : graph.nodes()) {
      List<String> read = new ArrayList<>(node.inputs());
      if (keepsThem(node)) {
        INPUTS.reversed().stream().filter(i -> i < read.size()).forEach(i -> read.remove((int) i));
      }
      if (read.contains(statistic)) {
        return true;
      }
    }
    return false;
  }

  private static boolean keepsThem(Node node) {
    return node.is("BatchNormalization");
  }
}
