package io.espalier.method.prune.cut;

import io.espalier.graph.Graph;
import io.espalier.graph.GraphEditor;
import io.espalier.graph.Node;
import io.espalier.graph.TensorType;
import io.espalier.graph.block.BlockRemoval;
import io.espalier.graph.block.ResidualBlock;
import io.espalier.graph.block.ResidualBlocks;
import io.espalier.graph.channel.ChannelStructure;
import io.espalier.graph.rewrite.cut.ChannelCut;
import io.espalier.graph.rewrite.cut.ChannelMask;
import io.espalier.graph.shape.TypedGraph;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problems;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes of a network what a cut leaves of it. */
public final class Cutting {
  private final ChannelStructure structure;
  private final Cut cut;
  private final List<ResidualBlock> blocks;

  /**
   * @param structure of the network that is cut
   * @throws EspalierException ({@link ErrorCode#INFEASIBLE_PLAN}) with every block that the network
   *     does not have
   */
  public Cutting(ChannelStructure structure, Cut cut) {
    this.structure = structure;
    this.cut = cut;
    blocks =
        cut.blocks().isEmpty()
            ? List.of()
            : ResidualBlocks.find(structure.typed()).stream()
                .filter(block -> cut.blocks().contains(block.join()))
                .toList();
    requireBlocks();
  }

  /**
   * The smaller network: channels first, then blocks. Nodes and constants that are left keep their
   * names.
   *
   * @throws EspalierException ({@link ErrorCode#INFEASIBLE_PLAN}) with every group that is unknown,
   *     frozen, or would be left without channels
   */
  public Graph apply() {
    Graph narrow = new ChannelCut(structure, cut.channels()).apply();
    return BlockRemoval.bypass(narrow, blocks);
  }

  /**
   * Nodes and types of the smaller network, made without touching a weight; the constants are still
   * the uncut ones.
   *
   * @throws EspalierException as {@link #apply}
   */
  public TypedGraph preview() {
    TypedGraph narrow = new ChannelCut(structure, cut.channels()).preview();
    if (blocks.isEmpty()) {
      return narrow;
    }
    Graph left = BlockRemoval.bypass(narrow.graph(), blocks);
    Map<String, TensorType> types = new LinkedHashMap<>(narrow.types());
    types.keySet().retainAll(values(left));
    return new TypedGraph(left, types, narrow.unresolved());
  }

  /**
   * The network as wide and deep as it was, with what goes silenced: weights of channels are zero,
   * and branches are multiplied by zero before they are added. It computes what the cut network
   * computes, unless a group {@linkplain
   * io.espalier.graph.channel.ChannelGroup#altersNormalization() alters a normalization}.
   *
   * @throws EspalierException as {@link #apply}
   */
  public Graph silenced() {
    Graph masked = new ChannelMask(structure, cut.channels()).apply();
    GraphEditor editor = new GraphEditor(masked);
    Map<String, Node> nodes = new LinkedHashMap<>();
    masked.nodes().forEach(node -> nodes.put(node.name(), node));
    for (ResidualBlock block : blocks) {
      SilentBranch.put(editor, nodes.get(block.join()), block, structure.typed());
    }
    return editor.build();
  }

  private void requireBlocks() {
    Set<String> unknown = new HashSet<>(cut.blocks());
    blocks.forEach(block -> unknown.remove(block.join()));
    Problems problems = new Problems();
    for (String join : unknown) {
      problems.add(
          "block:" + join,
          "unknown-block",
          "There is no residual block at (%s) in the model.".formatted(join));
    }
    problems.throwIfPresent(ErrorCode.INFEASIBLE_PLAN);
  }

  private static Set<String> values(Graph graph) {
    Set<String> values = new HashSet<>(graph.initializers().keySet());
    graph.inputs().forEach(input -> values.add(input.name()));
    graph.nodes().stream().flatMap(Node::presentOutputs).forEach(values::add);
    return values;
  }
}
