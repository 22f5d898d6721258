package io.espalier.graph;

import io.espalier.problem.Problem;
import io.espalier.problem.Problems;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The rules every graph obeys: unique names, one producer a value, producers before consumers,
 * nothing read or returned that nobody makes.
 *
 * <p>Takes time and memory in proportion to the graph, however broken it is.
 */
public final class GraphStructure {
  private static final int REPORTED_PROBLEMS = 100;

  private final Problems problems;
  private final Graph graph;
  private final String place;
  private final Optional<GraphStructure> outer;
  private final Set<String> known = new HashSet<>();
  private final Set<String> names = new HashSet<>();
  private final Map<String, Integer> producers = new HashMap<>();
  private Optional<Set<Integer>> stuck = Optional.empty();

  private GraphStructure(
      Problems problems, Graph graph, String place, Optional<GraphStructure> outer) {
    this.problems = problems;
    this.graph = graph;
    this.place = place;
    this.outer = outer;
  }

  /**
   * Checks a whole graph, subgraphs included.
   *
   * @return the problems found, at most the first hundred, with codes {@code onnx-duplicate-node},
   *     {@code onnx-duplicate-value}, {@code onnx-cycle}, {@code onnx-not-sorted} and {@code
   *     onnx-dangling}; empty for a sound graph
   */
  public static List<Problem> problems(Graph graph) {
    Problems problems = new Problems();
    new GraphStructure(problems, graph, "graph", Optional.empty()).check();
    return problems.toList();
  }

  private void check() {
    declareInputs();
    declareOutputsOfNodes();
    for (int i = 0; i < graph.nodes().size(); i++) {
      checkNode(i);
    }
    for (int i = 0; i < graph.outputs().size(); i++) {
      checkOutput(graph.outputs().get(i).name(), place + ".output[" + i + "]");
    }
  }

  private void declareInputs() {
    for (int i = 0; i < graph.inputs().size(); i++) {
      declare(graph.inputs().get(i).name(), place + ".input[" + i + "]");
    }
    for (String constant : graph.initializers().keySet()) {
      declare(constant, place + ".initializer[" + constant + "]");
    }
  }

  private void declareOutputsOfNodes() {
    for (int i = 0; i < graph.nodes().size(); i++) {
      for (String value : graph.nodes().get(i).presentOutputs().toList()) {
        if (isKnown(value) || producers.putIfAbsent(value, i) != null) {
          duplicateValue(value, place + ".node[" + i + "]");
        }
      }
    }
  }

  private void checkNode(int index) {
    Node node = graph.nodes().get(index);
    String here = place + ".node[" + index + "]";
    if (!names.add(node.name())) {
      report(
          here,
          "onnx-duplicate-node",
          "Two nodes have the name (%s); ONNX Runtime needs unique names.".formatted(node.name()));
    }
    for (String value : GraphIndex.reads(node).distinct().toList()) {
      if (!isKnown(value) && problems.size() < REPORTED_PROBLEMS) {
        unknownInput(index, value, here);
      }
    }
    node.presentOutputs().forEach(known::add);
    List<Graph> subgraphs = node.subgraphs();
    for (int i = 0; i < subgraphs.size(); i++) {
      String inside = here + ".subgraph[" + i + "]";
      new GraphStructure(problems, subgraphs.get(i), inside, Optional.of(this)).check();
    }
  }

  private void unknownInput(int index, String value, String here) {
    Node node = graph.nodes().get(index);
    String reader =
        "Node (%s, %s) reads the value (%s)"
            .formatted(node.name(), node.qualifiedOperator(), value);
    Integer producer = producers.get(value);
    if (producer == null) {
      report(here, "onnx-dangling", reader + ", which nothing produces.");
    } else if (stuck().contains(index) && stuck().contains(producer)) {
      report(here, "onnx-cycle", reader + ", which depends on a cycle of nodes.");
    } else {
      report(
          here,
          "onnx-not-sorted",
          reader + " before it is produced; sort the nodes topologically.");
    }
  }

  private Set<Integer> stuck() {
    Set<Integer> found = stuck.orElseGet(() -> NodeOrder.stuck(graph));
    stuck = Optional.of(found);
    return found;
  }

  private void checkOutput(String value, String here) {
    if (!isKnown(value)) {
      report(
          here, "onnx-dangling", "The graph output (%s) is produced by no node.".formatted(value));
    }
  }

  private boolean isKnown(String value) {
    return known.contains(value) || outer.filter(scope -> scope.isKnown(value)).isPresent();
  }

  private void declare(String value, String here) {
    if (isKnown(value) || !known.add(value)) {
      duplicateValue(value, here);
    }
  }

  private void duplicateValue(String value, String here) {
    report(
        here, "onnx-duplicate-value", "The value (%s) is defined more than once.".formatted(value));
  }

  private void report(String here, String code, String message) {
    if (problems.size() < REPORTED_PROBLEMS) {
      problems.add("model:" + here, code, message);
    }
  }
}
