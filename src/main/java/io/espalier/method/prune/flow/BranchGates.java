package io.espalier.method.prune.flow;

import io.espalier.graph.ElementType;
import io.espalier.graph.Graph;
import io.espalier.graph.GraphEditor;
import io.espalier.graph.Node;
import io.espalier.graph.block.ResidualBlock;
import io.espalier.graph.rewrite.FloatingTensors;
import io.espalier.graph.shape.TypedGraph;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A network whose residual branches are multiplied by constants before they are added.
 *
 * @param gates by the name of the node that adds: the constant, 1 as long as the branch counts
 */
record BranchGates(Graph graph, Map<String, Gate> gates) {

  /** A constant that a branch is multiplied by. */
  record Gate(String constant, ElementType type) {}

  static BranchGates of(TypedGraph typed, List<ResidualBlock> blocks) {
    Graph graph = typed.graph();
    Map<String, Node> nodes =
        graph.nodes().stream().collect(Collectors.toMap(Node::name, Function.identity()));
    GraphEditor editor = new GraphEditor(graph);
    Map<String, Gate> gates = new LinkedHashMap<>();
    for (ResidualBlock block : blocks) {
      ElementType type = typed.type(block.output()).orElseThrow().elementType();
      gates.put(block.join(), new Gate(put(editor, nodes.get(block.join()), block, type), type));
    }
    return new BranchGates(editor.build(), gates);
  }

  private static String put(GraphEditor editor, Node join, ResidualBlock block, ElementType type) {
    boolean shortcutFirst = join.inputs().getFirst().equals(block.input());
    String branch = join.inputs().get(shortcutFirst ? 1 : 0);
    String gate = editor.freshName(block.join() + "_gate");
    String gated = editor.freshName(block.join() + "_gated");
    editor.putInitializer(gate, FloatingTensors.scalar(type, 1));
    editor.replace(
        join,
        Node.of(editor.freshName("Mul"), "Mul", List.of(branch, gate), List.of(gated)),
        join.withInputs(
            shortcutFirst ? List.of(block.input(), gated) : List.of(gated, block.input())));
    return gate;
  }
}
