package io.espalier.graph.block;

import io.espalier.graph.Graph;
import io.espalier.graph.GraphIndex;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import io.espalier.graph.ValueInfo;
import io.espalier.graph.shape.TypedGraph;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds the residual blocks of a graph.
 *
 * <p>A block is an addition of a value x and of a branch that is computed from x, where
 *
 * <ul>
 *   <li>the sum has the type of x, so a block that changes size or width is none;
 *   <li>nothing but the addition reads what lies between x and the sum;
 *   <li>the branch has weights; {@code x + 0.04 x³} in an activation is no block.
 * </ul>
 *
 * <p>The branch may read other values too, such as a mask. Blocks may lie inside each other.
 */
public final class ResidualBlocks {
  private final TypedGraph typed;
  private final Graph graph;
  private final GraphIndex index;
  private final Set<String> outputs;

  private ResidualBlocks(TypedGraph typed) {
    this.typed = typed;
    graph = typed.graph();
    index = GraphIndex.of(graph);
    outputs = graph.outputs().stream().map(ValueInfo::name).collect(Collectors.toSet());
  }

  /** Every block, in the order of the additions. */
  public static List<ResidualBlock> find(TypedGraph typed) {
    ResidualBlocks blocks = new ResidualBlocks(typed);
    return typed.graph().nodes().stream().map(blocks::endingAt).flatMap(Optional::stream).toList();
  }

  private Optional<ResidualBlock> endingAt(Node join) {
    boolean adds = join.is("Add") || join.is("Sum") && join.inputs().size() == 2;
    if (!adds) {
      return Optional.empty();
    }
    String a = join.inputs().get(0);
    String b = join.inputs().get(1);
    return block(join, a, b).or(() -> block(join, b, a));
  }

  private Optional<ResidualBlock> block(Node join, String shortcut, String branch) {
    String y = join.outputs().getFirst();
    if (typed.type(shortcut).isEmpty() || !typed.type(shortcut).equals(typed.type(y))) {
      return Optional.empty();
    }
    SequencedSet<Node> between = between(shortcut, branch);
    boolean apart =
        between.stream().flatMap(Node::presentOutputs).allMatch(v -> staysInside(v, between, join));
    if (between.isEmpty() || !apart || between.stream().noneMatch(this::hasWeights)) {
      return Optional.empty();
    }
    List<String> names = between.stream().map(Node::name).toList();
    return Optional.of(new ResidualBlock(join.name(), shortcut, y, names));
  }

  /** Nodes that compute the branch from the shortcut's value, in graph order. */
  private SequencedSet<Node> between(String shortcut, String branch) {
    Set<Node> behind = behind(shortcut, branch);
    SequencedSet<Node> between = new LinkedHashSet<>();
    Set<String> computed = new HashSet<>(Set.of(shortcut));
    for (Node node : graph.nodes()) {
      if (behind.contains(node) && GraphIndex.reads(node).anyMatch(computed::contains)) {
        between.add(node);
        node.presentOutputs().forEach(computed::add);
      }
    }
    return between;
  }

  /** Nodes that the branch depends on, without those behind the shortcut's value. */
  private Set<Node> behind(String shortcut, String branch) {
    Set<Node> behind = new HashSet<>();
    Set<String> seen = new HashSet<>(Set.of(shortcut));
    List<String> open = new ArrayList<>(List.of(branch));
    while (!open.isEmpty()) {
      String value = open.removeLast();
      Optional<Node> producer = index.producer(value);
      if (seen.add(value) && producer.isPresent() && behind.add(producer.get())) {
        GraphIndex.reads(producer.get()).forEach(open::add);
      }
    }
    return behind;
  }

  private boolean staysInside(String value, Set<Node> between, Node join) {
    return !outputs.contains(value)
        && index.consumers(value).stream()
            .allMatch(reader -> between.contains(reader) || reader.equals(join));
  }

  private boolean hasWeights(Node node) {
    return node.presentInputs()
        .map(value -> Optional.ofNullable(graph.initializers().get(value)))
        .flatMap(Optional::stream)
        .anyMatch(ResidualBlocks::isMatrix);
  }

  private static boolean isMatrix(Tensor tensor) {
    return Arrays.stream(tensor.shape()).filter(extent -> extent > 1).count() > 1;
  }
}
