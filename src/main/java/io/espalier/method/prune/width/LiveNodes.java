package io.espalier.method.prune.width;

import io.espalier.graph.Graph;
import io.espalier.graph.GraphIndex;
import io.espalier.graph.Node;
import io.espalier.graph.ValueInfo;
import io.espalier.graph.block.ResidualBlock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which nodes a network is left with when branches go. */
final class LiveNodes {
  private final Graph graph;
  private final GraphIndex index;
  private final Map<String, String> shortcuts = new HashMap<>();
  private final Map<Integer, Set<String>> joins;
  private final Map<Set<String>, Set<String>> known = new HashMap<>();

  /**
   * @param blocks those that may go
   * @param joins the nodes that add the branches of a prunable, by its place
   */
  LiveNodes(Graph graph, List<ResidualBlock> blocks, Map<Integer, Set<String>> joins) {
    this.graph = graph;
    this.joins = joins;
    index = GraphIndex.of(graph);
    blocks.forEach(block -> shortcuts.put(block.join(), block.input()));
  }

  /** Names of the nodes that something still needs; joins of branches that go count as gone. */
  Set<String> at(List<Integer> widths) {
    Set<String> gone = new HashSet<>();
    joins.forEach(
        (at, names) -> {
          if (widths.get(at) == 0) {
            gone.addAll(names);
          }
        });
    return known.computeIfAbsent(gone, this::without);
  }

  private Set<String> without(Set<String> gone) {
    Set<String> live = new HashSet<>();
    Set<String> seen = new HashSet<>();
    List<String> open = new ArrayList<>(graph.outputs().stream().map(ValueInfo::name).toList());
    while (!open.isEmpty()) {
      String value = open.removeLast();
      if (seen.add(value)) {
        index.producer(value).ifPresent(producer -> open.addAll(read(producer, gone, live)));
      }
    }
    return live;
  }

  private List<String> read(Node node, Set<String> gone, Set<String> live) {
    if (gone.contains(node.name())) {
      return List.of(shortcuts.get(node.name()));
    }
    live.add(node.name());
    return GraphIndex.reads(node).toList();
  }
}
