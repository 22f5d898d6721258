package io.espalier.method.prune.layer;

import io.espalier.graph.channel.ChannelGroup;
import io.espalier.method.spec.prune.Ranking.Scope;
import io.espalier.method.training.NamePatterns;
import java.util.List;
import java.util.stream.IntStream;

/** The sets of layers whose channels compete with each other, applied to channel groups. */
public final class LayerSets {
  private final List<NamePatterns> sets;

  public LayerSets(Scope.Sets scope) {
    this.sets = scope.sets().stream().map(NamePatterns::new).toList();
  }

  /** The index of the first set that a group is in; the number of sets for none. */
  public int of(ChannelGroup group) {
    List<String> names = LayerNames.of(group);
    return IntStream.range(0, sets.size())
        .filter(set -> names.stream().anyMatch(sets.get(set)::match))
        .findFirst()
        .orElse(sets.size());
  }
}
