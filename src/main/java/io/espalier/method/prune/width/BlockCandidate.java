package io.espalier.method.prune.width;

import io.espalier.graph.Graph;
import io.espalier.graph.Node;
import io.espalier.graph.block.ResidualBlock;
import io.espalier.graph.block.ResidualBlocks;
import io.espalier.graph.shape.TypedGraph;
import io.espalier.method.spec.prune.PruneLevel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Residual branches that stay or go together.
 *
 * @param blocks in the order of the network: one, or an attention and what follows it
 */
public record BlockCandidate(PruneLevel level, List<ResidualBlock> blocks) {
  private static final Set<String> ATTENTION = Set.of("Softmax", "Attention", "MultiHeadAttention");

  public BlockCandidate {
    blocks = List.copyOf(blocks);
  }

  /** Those of the levels that are asked for; a branch may be in one of each. */
  public static List<BlockCandidate> find(TypedGraph typed, Set<PruneLevel> levels) {
    List<BlockCandidate> found = new ArrayList<>();
    if (levels.contains(PruneLevel.BLOCK) || levels.contains(PruneLevel.DEPTH)) {
      List<ResidualBlock> blocks = ResidualBlocks.find(typed);
      if (levels.contains(PruneLevel.DEPTH)) {
        found.addAll(pairs(typed.graph(), outermost(blocks)));
      }
      if (levels.contains(PruneLevel.BLOCK)) {
        blocks.forEach(block -> found.add(new BlockCandidate(PruneLevel.BLOCK, List.of(block))));
      }
    }
    return found;
  }

  /** An attention branch, and the branch behind it that is none. */
  private static List<BlockCandidate> pairs(Graph graph, List<ResidualBlock> blocks) {
    Set<String> attending =
        graph.nodes().stream()
            .filter(node -> ATTENTION.contains(node.operator()))
            .map(Node::name)
            .collect(Collectors.toSet());
    List<BlockCandidate> pairs = new ArrayList<>();
    for (int i = 0; i + 1 < blocks.size(); i++) {
      if (attends(blocks.get(i), attending) && !attends(blocks.get(i + 1), attending)) {
        pairs.add(new BlockCandidate(PruneLevel.DEPTH, blocks.subList(i, i + 2)));
      }
    }
    return pairs;
  }

  private static boolean attends(ResidualBlock block, Set<String> attending) {
    return block.nodes().stream().anyMatch(attending::contains);
  }

  private static List<ResidualBlock> outermost(List<ResidualBlock> blocks) {
    Set<String> inside = new HashSet<>();
    blocks.forEach(block -> inside.addAll(block.nodes()));
    return blocks.stream().filter(block -> !inside.contains(block.join())).toList();
  }

  /** Names of the nodes of the branches, and of the constants they read. */
  public List<String> layers(Graph graph) {
    Set<String> nodes = new HashSet<>();
    blocks.forEach(block -> nodes.addAll(block.nodes()));
    return graph.nodes().stream()
        .filter(node -> nodes.contains(node.name()))
        .flatMap(
            node ->
                Stream.concat(
                    Stream.of(node.name()), node.presentInputs().filter(graph::isConstant)))
        .toList();
  }
}
