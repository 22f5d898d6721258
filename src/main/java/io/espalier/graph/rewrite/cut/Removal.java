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
    fault(found.get(), channels)
        .ifPresent(fault -> problems.add(place, fault.code(), fault.message()));
  }

  private static Optional<Fault> fault(ChannelGroup group, TreeSet<Integer> channels) {
    if (!group.prunable()) {
      String reason = group.freezes().getFirst().reason();
      return Optional.of(new Fault("frozen-group", group, "cannot be cut: " + reason));
    }
    int last = group.channels() - 1;
    if (channels.first() < 0 || channels.last() > last) {
      String range = "has the channels 0 to %d, not %d to %d.";
      return Optional.of(
          new Fault(
              "unknown-channel", group, range.formatted(last, channels.first(), channels.last())));
    }
    return channels.size() == group.channels()
        ? Optional.of(
            new Fault(
                "empty-group",
                group,
                "would lose all of its %d channels; keep at least one."
                    .formatted(group.channels())))
        : Optional.empty();
  }

  private record Fault(String code, ChannelGroup group, String sentence) {
    String message() {
      return "The channel group (%s) of the layer %s %s"
          .formatted(group.id(), group.layers().getFirst(), sentence);
    }
  }
}
