package io.espalier.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which nodes can be computed in some order.
 *
 * <p>Source: A. B. Kahn, Topological sorting of large networks, CACM 5, 1962.
 */
final class NodeOrder {
  private final List<List<Integer>> readers = new ArrayList<>();
  private final int[] missing;

  private NodeOrder(Graph graph) {
    missing = new int[graph.nodes().size()];
    Map<String, Integer> producers = new HashMap<>();
    for (int i = 0; i < missing.length; i++) {
      int node = i;
      readers.add(new ArrayList<>());
      graph.nodes().get(i).presentOutputs().forEach(value -> producers.putIfAbsent(value, node));
    }
    for (int i = 0; i < missing.length; i++) {
      connect(graph.nodes().get(i), i, producers);
    }
  }

  /** Indices of the nodes on a cycle or behind one; empty when the nodes can be sorted. */
  static Set<Integer> stuck(Graph graph) {
    return new NodeOrder(graph).unreachable();
  }

  private void connect(Node node, int index, Map<String, Integer> producers) {
    for (String value : GraphIndex.reads(node).distinct().toList()) {
      Integer producer = producers.get(value);
      if (producer != null) {
        readers.get(producer).add(index);
        missing[index]++;
      }
    }
  }

  private Set<Integer> unreachable() {
    Set<Integer> left = new HashSet<>();
    Deque<Integer> ready = new ArrayDeque<>();
    for (int i = 0; i < missing.length; i++) {
      left.add(i);
      if (missing[i] == 0) {
        ready.add(i);
      }
    }
    while (!ready.isEmpty()) {
      int node = ready.remove();
      left.remove(node);
      readers.get(node).stream().filter(reader -> --missing[reader] == 0).forEach(ready::add);
    }
    return left;
  }
}
