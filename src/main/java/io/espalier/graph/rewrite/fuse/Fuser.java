package io.espalier.graph.rewrite.fuse;

import io.espalier.graph.Attribute;
import io.espalier.graph.Graph;
import io.espalier.graph.Node;
import io.espalier.graph.rewrite.Draft;
import io.espalier.graph.rewrite.Rewrite;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Replaces each match of a pattern by one node, from the end of the graph to its beginning. */
final class Fuser {
  private final String operator;
  private final Scene scene;
  private final Draft draft;
  private final Set<Node> taken = new HashSet<>();

  private Fuser(String operator, Graph graph) {
    this.operator = operator;
    scene = new Scene(graph);
    draft = new Draft(graph);
  }

  /** Makes the node that takes the place of a match. */
  interface Replacement {
    /**
     * @param root the last node of the match, whose name and output the new node takes
     * @return empty when the match is not what it seems; nothing may be drafted then
     */
    Optional<Node> replace(Match match, Node root, Draft draft);
  }

  /**
   * Fuses what a pattern finds.
   *
   * @param operator that the matches become
   * @param marker an operator every match has; graphs without it are left alone at once
   */
  static Rewrite fuse(
      Graph graph, String operator, String marker, Pattern pattern, Replacement replacement) {
    if (graph.nodes().stream().noneMatch(node -> node.is(marker))) {
      return new Rewrite(graph, List.of());
    }
    Fuser fuser = new Fuser(operator, graph);
    for (Node root : graph.nodes().reversed()) {
      fuser.matches(root, pattern).anyMatch(match -> fuser.fuse(match, root, replacement));
    }
    return fuser.draft.finish();
  }

  private Stream<Match> matches(Node root, Pattern pattern) {
    return root.outputs().size() != 1 || taken.contains(root)
        ? Stream.empty()
        : pattern
            .match(root.outputs().getFirst(), Match.in(scene))
            .filter(match -> match.isClosed(root))
            .filter(match -> match.nodes().stream().noneMatch(taken::contains));
  }

  private boolean fuse(Match match, Node root, Replacement replacement) {
    Optional<Node> fused = replacement.replace(match, root, draft);
    if (fused.isEmpty()) {
      return false;
    }
    match.nodes().stream().filter(node -> node != root).forEach(draft::remove);
    draft
        .replace(root, fused.get())
        .note(
            "Fused %d nodes into the %s (%s)."
                .formatted(match.nodes().size(), operator, root.name()));
    taken.addAll(match.nodes());
    return true;
  }

  /** A node that takes name and output of another. */
  static Node inPlaceOf(
      Node root, String operator, List<String> inputs, Map<String, Attribute> attributes) {
    return new Node(root.name(), "", operator, inputs, root.outputs(), new TreeMap<>(attributes));
  }
}
