package io.espalier.graph.block;

import io.espalier.graph.Graph;
import io.espalier.graph.GraphEditor;
import io.espalier.graph.Node;
import io.espalier.graph.rewrite.RemoveDeadNodes;
import io.espalier.graph.rewrite.RemoveIdentities;
import io.espalier.graph.shape.TypedGraph;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.Problems;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Takes residual blocks out: what read the sum reads the shortcut, and the branch goes.
 *
 * <p>An activation after the addition stays. Inputs and outputs keep their names and types.
 */
public final class BlockRemoval {
  private BlockRemoval() {}

  /**
   * The graph without some blocks; the original itself when there are none.
   *
   * @throws io.espalier.problem.EspalierException (INFEASIBLE_PLAN) with every block that the graph
   *     does not have
   */
  public static Graph apply(TypedGraph typed, List<ResidualBlock> blocks) {
    requireKnown(typed, blocks);
    return bypass(typed.graph(), blocks);
  }

  /**
   * The same for blocks that were found in the graph or in the one it was cut from.
   *
   * @param blocks whose joining nodes the graph has
   */
  public static Graph bypass(Graph graph, List<ResidualBlock> blocks) {
    if (blocks.isEmpty()) {
      return graph;
    }
    Map<String, Node> nodes =
        graph.nodes().stream().collect(Collectors.toMap(Node::name, Function.identity()));
    GraphEditor editor = new GraphEditor(graph);
    blocks.forEach(block -> editor.replace(nodes.get(block.join()), shortcut(block)));
    Graph shortened = new RemoveDeadNodes().apply(editor.build()).graph();
    return new RemoveIdentities().apply(shortened).graph();
  }

  private static Node shortcut(ResidualBlock block) {
    return new Node(
        block.join(), "", "Identity", List.of(block.input()), List.of(block.output()), Map.of());
  }

  private static void requireKnown(TypedGraph typed, List<ResidualBlock> blocks) {
    List<ResidualBlock> known = ResidualBlocks.find(typed);
    Problems problems = new Problems();
    for (ResidualBlock block : blocks) {
      if (!known.contains(block)) {
        problems.add(
            "block:" + block.join(),
            "unknown-block",
            "There is no residual block at (%s) in the model.".formatted(block.join()));
      }
    }
    problems.throwIfPresent(ErrorCode.INFEASIBLE_PLAN);
  }
}
