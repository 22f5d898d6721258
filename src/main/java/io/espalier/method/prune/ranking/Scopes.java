package io.espalier.method.prune.ranking;

import io.espalier.graph.Graph;
import io.espalier.graph.Node;
import io.espalier.graph.channel.ChannelGroup;
import io.espalier.method.spec.prune.Ranking.Scope;
import io.espalier.method.training.NamePatterns;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Which groups compete with each other. */
final class Scopes {
  private Scopes() {}

  /** For each group, what those it competes with have in common. */
  static List<Object> of(Scope scope, List<ChannelGroup> groups, Graph graph) {
    return switch (scope) {
      case Scope.Global _ -> groups.stream().<Object>map(_ -> "").toList();
      case Scope.Layer _ -> groups.stream().<Object>map(ChannelGroup::id).toList();
      case Scope.Isomorphic _ -> structures(groups, graph);
      case Scope.Sets(List<List<String>> sets) ->
          groups.stream().<Object>map(group -> set(group, sets)).toList();
    };
  }

  private static List<Object> structures(List<ChannelGroup> groups, Graph graph) {
    Map<String, Node> nodes =
        graph.nodes().stream().collect(Collectors.toMap(Node::name, Function.identity()));
    return groups.stream().<Object>map(group -> Structure.of(group, nodes)).toList();
  }

  /** The first set that names a layer of the group; one more for groups that none names. */
  private static int set(ChannelGroup group, List<List<String>> sets) {
    return IntStream.range(0, sets.size())
        .filter(s -> group.layers().stream().anyMatch(new NamePatterns(sets.get(s))::match))
        .findFirst()
        .orElse(sets.size());
  }
}
