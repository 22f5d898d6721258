package io.espalier.graph;

import io.espalier.problem.Problem;
import io.espalier.problem.Problems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rules every graph obeys: unique names, one producer a value, producers before consumers,
 * nothing read or returned that nobody makes.
 */
public final class GraphStructure {
  private final Problems problems = new Problems();
  private final Set<String> names = new HashSet<>();

  private GraphStructure() {}

  /**
   * Checks a whole graph, subgraphs included.
   *
   * @return every problem found, with codes {@code onnx-duplicate-node}, {@code
   *     onnx-duplicate-value}, {@code onnx-cycle}, {@code onnx-not-sorted} and {@code
   *     onnx-dangling}; empty for a sound graph
   */
  public static List<Problem> problems(Graph graph) {
    GraphStructure structure = new GraphStructure();
    structure.check(graph, Set.of(), "graph");
    return structure.problems.toList();
  }

  private void check(Graph graph, Set<String> outer, String place) {
    Set<String> known = new HashSet<>(outer);
    declareInputs(graph, known, place);
    Map<String, Integer> producers = producers(graph, known, place);
    for (int i = 0; i < graph.nodes().size(); i++) {
      checkNode(graph, i, known, producers, place);
    }
    for (int i = 0; i < graph.outputs().size(); i++) {
      checkOutput(graph.outputs().get(i).name(), known, "%s.output[%d]".formatted(place, i));
    }
  }

  private void declareInputs(Graph graph, Set<String> known, String place) {
    for (int i = 0; i < graph.inputs().size(); i++) {
      declare(graph.inputs().get(i).name(), known, "%s.input[%d]".formatted(place, i));
    }
    for (String constant : graph.initializers().keySet()) {
      declare(constant, known, "%s.initializer[%s]".formatted(place, constant));
    }
  }

  private Map<String, Integer> producers(Graph graph, Set<String> known, String place) {
    Map<String, Integer> producers = new HashMap<>();
    for (int i = 0; i < graph.nodes().size(); i++) {
      for (String value : graph.nodes().get(i).presentOutputs().toList()) {
        if (known.contains(value) || producers.putIfAbsent(value, i) != null) {
          duplicateValue(value, "%s.node[%d]".formatted(place, i));
        }
      }
    }
    return producers;
  }

  private void checkNode(
      Graph graph, int index, Set<String> known, Map<String, Integer> producers, String place) {
    Node node = graph.nodes().get(index);
    String here = "%s.node[%d]".formatted(place, index);
    if (!names.add(node.name())) {
      problems.add(
          "model:" + here,
          "onnx-duplicate-node",
          "Two nodes have the name (%s); ONNX Runtime needs unique names.".formatted(node.name()));
    }
    for (String value : GraphIndex.reads(node).distinct().toList()) {
      if (!known.contains(value)) {
        unknownInput(graph, index, value, producers, here);
      }
    }
    node.presentOutputs().forEach(known::add);
    List<Graph> subgraphs = node.subgraphs();
    for (int i = 0; i < subgraphs.size(); i++) {
      check(subgraphs.get(i), known, "%s.subgraph[%d]".formatted(here, i));
    }
  }

  private void unknownInput(
      Graph graph, int index, String value, Map<String, Integer> producers, String here) {
    Node node = graph.nodes().get(index);
    Integer producer = producers.get(value);
    if (producer == null) {
      problems.add(
          "model:" + here,
          "onnx-dangling",
          "Node (%s, %s) reads the value (%s), which nothing produces."
              .formatted(node.name(), node.qualifiedOperator(), value));
    } else if (reaches(graph, index, producer)) {
      problems.add(
          "model:" + here,
          "onnx-cycle",
          "Node (%s, %s) reads the value (%s), which depends on the node itself."
              .formatted(node.name(), node.qualifiedOperator(), value));
    } else {
      problems.add(
          "model:" + here,
          "onnx-not-sorted",
          "Node (%s, %s) reads the value (%s) before it is produced; sort the nodes topologically."
              .formatted(node.name(), node.qualifiedOperator(), value));
    }
  }

  /** True when the outputs of one node lead to the inputs of another. */
  private static boolean reaches(Graph graph, int from, int to) {
    GraphIndex index = GraphIndex.of(graph);
    Set<Node> seen = new HashSet<>();
    List<Node> open = new ArrayList<>(List.of(graph.nodes().get(from)));
    Node target = graph.nodes().get(to);
    while (!open.isEmpty()) {
      Node node = open.removeLast();
      if (node.equals(target)) {
        return true;
      }
      if (seen.add(node)) {
        node.presentOutputs().forEach(value -> open.addAll(index.consumers(value)));
      }
    }
    return false;
  }

  private void checkOutput(String value, Set<String> known, String here) {
    if (!known.contains(value)) {
      problems.add(
          "model:" + here,
          "onnx-dangling",
          "The graph output (%s) is produced by no node.".formatted(value));
    }
  }

  private void declare(String value, Set<String> known, String here) {
    if (!known.add(value)) {
      duplicateValue(value, here);
    }
  }

  private void duplicateValue(String value, String here) {
    problems.add(
        "model:" + here,
        "onnx-duplicate-value",
        "The value (%s) is defined more than once.".formatted(value));
  }
}
