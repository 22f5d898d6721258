package io.espalier.graph.rewrite.cut;

import io.espalier.graph.channel.ChannelGroup;
import io.espalier.graph.channel.ChannelStructure;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.Problems;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Channel numbers by group id, all of which may be taken. */
final class Removal {
  private Removal() {}

  /**
   * A copy without empty entries.
   *
   * @throws io.espalier.problem.EspalierException (INFEASIBLE_PLAN) with every fault
   */
  static Map<String, Set<Integer>> checked(
      ChannelStructure structure, Map<String, Set<Integer>> removed) {
    Map<String, Set<Integer>> checked = new LinkedHashMap<>();
    Problems problems = new Problems();
    removed.forEach(
        (id, channels) -> {
          if (!channels.isEmpty()) {
            check(id, structure.group(id), new TreeSet<>(channels), problems);
            checked.put(id, Set.copyOf(channels));
          }
        });
    problems.throwIfPresent(ErrorCode.INFEASIBLE_PLAN);
    return checked;
  }

  private static void check(
      String id, Optional<ChannelGroup> found, TreeSet<Integer> channels, Problems problems) {
    String place = "group:" + id;
    if (found.isEmpty()) {
      problems.add(
          place, "unknown-group", "There is no channel group (%s) in the model.".formatted(id));
      return;
    }
    ChannelGroup group = found.get();
    String layer = group.layers().getFirst();
    if (!group.prunable()) {
      problems.add(
          place,
          "frozen-group",
          "The channel group (%s) of the layer %s cannot be cut: %s"
              .formatted(id, layer, group.freezes().getFirst().reason()));
    } else if (channels.first() < 0 || channels.last() >= group.channels()) {
      problems.add(
          place,
          "unknown-channel",
          "The channels of the group (%s) of the layer %s run from 0 to %d, not from %d to %d."
              .formatted(id, layer, group.channels() - 1, channels.first(), channels.last()));
    } else if (channels.size() == group.channels()) {
      problems.add(
          place,
          "empty-group",
          "The channel group (%s) of the layer %s would lose all of its %d channels; keep at least one."
              .formatted(id, layer, group.channels()));
    }
  }
}
