package io.espalier.method.prune.ranking;

import io.espalier.graph.Graph;
import io.espalier.graph.Node;
import io.espalier.graph.channel.ChannelGroup;
import io.espalier.method.prune.layer.LayerSets;
import io.espalier.method.spec.prune.Ranking.Scope;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Which groups compete with each other. */
final class Scopes {
  private Scopes() {}

  /** For each group, what those it competes with have in common. */
  static List<Object> of(Scope scope, List<ChannelGroup> groups, Graph graph) {
    return switch (scope) {
      case Scope.Global _, Scope.Sensitivity _ -> groups.stream().<Object>map(_ -> "").toList();
      case Scope.Layer _ -> groups.stream().<Object>map(ChannelGroup::id).toList();
      case Scope.Isomorphic _ -> structures(groups, graph);
      case Scope.Sets sets -> groups.stream().<Object>map(new LayerSets(sets)::of).toList();
    };
  }

  private static List<Object> structures(List<ChannelGroup> groups, Graph graph) {
    Map<String, Node> nodes =
        graph.nodes().stream().collect(Collectors.toMap(Node::name, Function.identity()));
    return groups.stream().<Object>map(group -> Structure.of(group, nodes)).toList();
  }
}
