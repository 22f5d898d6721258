package io.espalier.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.problem.Problem;
import java.util.Arrays;
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

  @Test
  void tellsNodesBehindACycleFromUnsortedOnes() {
    assertThat(
            codes(
                Node.of("late", "Relu", List.of("x"), List.of("free")),
                Node.of("a", "Add", List.of("x", "b_out"), List.of("a_out")),
                Node.of("b", "Relu", List.of("a_out"), List.of("b_out")),
                Node.of("d", "Relu", List.of("e_out"), List.of("y")),
                Node.of("e", "Relu", List.of("free"), List.of("e_out"))))
        .containsExactly("onnx-cycle", "onnx-not-sorted");
  }

  @Test
  void namesANodeThatReadsItself() {
    assertThat(codes(Node.of("a", "Add", List.of("x", "y"), List.of("y"))))
        .containsExactly("onnx-cycle");
  }

  @Test
  void reportsTheFirstHundredProblems() {
    Node[] nodes = new Node[150];
    Arrays.setAll(
        nodes,
        i -> Node.of("n" + i, "Relu", List.of("ghost" + i), List.of(i == 0 ? "y" : "v" + i)));
    assertThat(codes(nodes)).hasSize(100).containsOnly("onnx-dangling");
  }

  @Test
  void letsBothBranchesUseTheSameNodeNames() {
    assertThat(codes(branching(branch("then"), branch("else")))).isEmpty();
  }

  @Test
  void refusesABranchThatShadowsAnOuterValue() {
    assertThat(codes(branching(branch("then"), branch("x"))))
        .containsExactly("onnx-duplicate-value");
  }

  private static Node branching(Graph then, Graph otherwise) {
    return new Node(
        "if",
        "",
        "If",
        List.of("x"),
        List.of("y"),
        Map.of(
            "then_branch", new Attribute.GraphValue(then),
            "else_branch", new Attribute.GraphValue(otherwise)));
  }

  private static Graph branch(String result) {
    ValueInfo value = new ValueInfo(result, TensorType.of(ElementType.FLOAT, 4));
    Node node = Node.of("same", "Relu", List.of("x"), List.of(result));
    return new Graph(
        "branch", List.of(), List.of(value), List.of(node), Map.of(), Map.of(), Map.of());
  }

  private static List<String> codes(Node... nodes) {
    Graph graph =
        new Graph("g", List.of(X), List.of(Y), List.of(nodes), Map.of(), Map.of("", 17L), Map.of());
    return GraphStructure.problems(graph).stream().map(Problem::code).toList();
  }
}
