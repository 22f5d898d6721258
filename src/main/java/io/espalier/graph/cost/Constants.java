package io.espalier.graph.cost;

import io.espalier.graph.Graph;
import io.espalier.graph.GraphIndex;
import io.espalier.graph.Node;
import io.espalier.graph.shape.TypedGraph;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which constants each node is the first to compute with, and which of them are learned.
 *
 * <p>A Transpose, Cast or the like of a constant does not compute with it; its reader does.
 */
final class Constants {
  private static final Set<String> WEIGHTED =
      Set.of(
          "Conv",
          "ConvTranspose",
          "Gemm",
          "MatMul",
          "BatchNormalization",
          "InstanceNormalization",
          "GroupNormalization",
          "LayerNormalization",
          "RMSNormalization",
          "PRelu");
  private static final Set<String> VIEWS =
      Set.of("Identity", "Transpose", "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Cast");
  private static final int FIRST_STATISTIC = 3;

  /** Inputs that are learned, of operators whose other constants are not. */
  private static final Map<String, Set<Integer>> LEARNED_INPUTS =
      Map.of(
          "DequantizeLinear", Set.of(0),
          "RNN", Set.of(1, 2, 3),
          "GRU", Set.of(1, 2, 3),
          "LSTM", Set.of(1, 2, 3, 7),
          "QLinearConv", Set.of(3, 8),
          "QLinearMatMul", Set.of(3),
          "ConvInteger", Set.of(1),
          "MatMulInteger", Set.of(1));

  private final TypedGraph typed;
  private final Set<String> names;
  private final Set<String> learned = new HashSet<>();
  private final Map<String, String> sources = new HashMap<>();
  private final Set<String> claimed = new HashSet<>();
  private final Map<String, List<String>> claims = new HashMap<>();

  Constants(TypedGraph typed) {
    this.typed = typed;
    names = names(typed.graph());
    names.forEach(name -> sources.put(name, name));
    for (Node node : typed.graph().nodes()) {
      if (isView(node)) {
        sources.put(node.outputs().getFirst(), sources.get(node.inputs().getFirst()));
      } else {
        claim(node);
      }
      addLearned(node);
    }
    typed.graph().nodes().stream().filter(this::isView).forEach(this::claim);
  }

  private boolean isView(Node node) {
    return node.domain().isEmpty()
        && VIEWS.contains(node.operator())
        && sources.containsKey(node.inputs().getFirst());
  }

  private void claim(Node node) {
    List<String> first =
        GraphIndex.reads(node)
            .filter(sources::containsKey)
            .map(sources::get)
            .filter(claimed::add)
            .toList();
    claims.put(node.name(), first);
  }

  private static Set<String> names(Graph graph) {
    Set<String> names = new LinkedHashSet<>(graph.initializers().keySet());
    graph.nodes().stream()
        .filter(node -> node.is("Constant"))
        .forEach(node -> names.addAll(node.outputs()));
    return names;
  }

  /** A constant is learned unless every reader takes it as a statistic or a plain number. */
  private void addLearned(Node node) {
    for (int i = 0; i < node.inputs().size(); i++) {
      String value = node.inputs().get(i);
      if (sources.containsKey(value) && learns(node, i, sources.get(value))) {
        learned.add(sources.get(value));
      }
    }
  }

  private boolean learns(Node node, int input, String value) {
    if (node.domain().isEmpty() && LEARNED_INPUTS.containsKey(node.operator())) {
      return LEARNED_INPUTS.get(node.operator()).contains(input);
    }
    boolean statistic = node.is("BatchNormalization") && input >= FIRST_STATISTIC;
    boolean floating =
        typed.type(value).filter(type -> type.elementType().isFloating()).isPresent();
    boolean weight = node.domain().isEmpty() && WEIGHTED.contains(node.operator());
    return floating && !statistic && (weight || elements(value) > 1);
  }

  Set<String> learned() {
    return Set.copyOf(learned);
  }

  long parameters(Node node) {
    return claims.getOrDefault(node.name(), List.of()).stream()
        .filter(learned::contains)
        .mapToLong(this::elements)
        .sum();
  }

  long bytes(Node node) {
    return claims.getOrDefault(node.name(), List.of()).stream().mapToLong(this::bytes).sum();
  }

  private long elements(String value) {
    return typed.type(value).map(type -> type.elements().coefficient()).orElse(0L);
  }

  private long bytes(String value) {
    return typed
        .type(value)
        .map(type -> type.elementType().bytes(type.elements().coefficient()))
        .orElse(0L);
  }
}
