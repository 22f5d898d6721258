package io.espalier.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.problem.Problem;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GraphStructureTest {
  private static final ValueInfo X = new ValueInfo("x", TensorType.of(ElementType.FLOAT, 4));
  private static final ValueInfo Y = new ValueInfo("y", TensorType.of(ElementType.FLOAT, 4));

  @Test
  void acceptsASoundGraph() {
    assertThat(codes(Node.of("a", "Relu", List.of("x"), List.of("y")))).isEmpty();
  }

  @Test
  void namesACycle() {
    assertThat(
            codes(
                Node.of("a", "Add", List.of("x", "b_out"), List.of("y")),
                Node.of("b", "Relu", List.of("y"), List.of("b_out"))))
        .containsExactly("onnx-cycle");
  }

  @Test
  void tellsUnsortedNodesFromACycle() {
    assertThat(
            codes(
                Node.of("b", "Relu", List.of("h"), List.of("y")),
                Node.of("a", "Relu", List.of("x"), List.of("h"))))
        .containsExactly("onnx-not-sorted");
  }

  @Test
  void reportsEveryDanglingValueAtOnce() {
    assertThat(
            codes(
                Node.of("a", "Add", List.of("x", "ghost"), List.of("h")),
                Node.of("b", "Relu", List.of("phantom"), List.of("z"))))
        .containsExactly("onnx-dangling", "onnx-dangling", "onnx-dangling");
  }

  @Test
  void refusesTwoNodesOfOneName() {
    assertThat(
            codes(
                Node.of("a", "Relu", List.of("x"), List.of("h")),
                Node.of("a", "Relu", List.of("h"), List.of("y"))))
        .containsExactly("onnx-duplicate-node");
  }

  @Test
  void refusesAValueProducedTwice() {
    assertThat(
            codes(
                Node.of("a", "Relu", List.of("x"), List.of("y")),
                Node.of("b", "Relu", List.of("x"), List.of("y"))))
        .containsExactly("onnx-duplicate-value");
  }

  private static List<String> codes(Node... nodes) {
    Graph graph =
        new Graph("g", List.of(X), List.of(Y), List.of(nodes), Map.of(), Map.of("", 17L), Map.of());
    return GraphStructure.problems(graph).stream().map(Problem::code).toList();
  }
}
