package io.espalier.method.prune;

import io.espalier.graph.ElementType;
import io.espalier.graph.Graph;
import io.espalier.graph.analysis.Analysis;
import io.espalier.graph.channel.ChannelGroup;
import io.espalier.graph.channel.ChannelStructure;
import io.espalier.graph.channel.FreezeReason;
import io.espalier.graph.channel.Level;
import io.espalier.method.spec.prune.PruneLevel;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problem;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The groups of a network that a prune step may cut. */
final class Candidates {
  private static final int REASONS_NAMED = 5;
  private static final Set<ElementType> READABLE =
      Set.of(ElementType.FLOAT, ElementType.DOUBLE, ElementType.FLOAT16, ElementType.BFLOAT16);

  private Candidates() {}

  /**
   * Every prunable group whose weights are floating-point numbers of at least 16 bits; of
   * attentions that can be cut in two ways, the one that is asked for.
   *
   * @throws EspalierException ({@link ErrorCode#INFEASIBLE_PLAN}) when there is none, with the
   *     reasons that freeze most channels
   */
  static List<ChannelGroup> of(Analysis analysis, Set<PruneLevel> levels) {
    ChannelStructure structure = analysis.channels();
    Graph graph = analysis.graph();
    List<ChannelGroup> candidates =
        groups(structure, levels)
            .filter(ChannelGroup::prunable)
            .filter(group -> analysis.sized().group(group.id()).filter(group::equals).isPresent())
            .filter(group -> isReadable(group, graph))
            .toList();
    if (candidates.isEmpty()) {
      throw new EspalierException(
          ErrorCode.INFEASIBLE_PLAN,
          "The model has no channels that can be removed.",
          mainReasons(structure.groups()));
    }
    return candidates;
  }

  private static Stream<ChannelGroup> groups(ChannelStructure structure, Set<PruneLevel> levels) {
    return levels.contains(PruneLevel.HEAD_DIMENSION)
        ? structure.groups().stream()
        : Stream.concat(
            structure.groups().stream().filter(group -> group.level() != Level.HEAD_DIMENSION),
            structure.headGroups().stream());
  }

  private static boolean isReadable(ChannelGroup group, Graph graph) {
    return group.slots().stream()
        .map(slot -> graph.initializers().get(slot.tensor()).elementType())
        .allMatch(READABLE::contains);
  }

  private static List<Problem> mainReasons(List<ChannelGroup> groups) {
    Map<FreezeReason, Integer> channels = new LinkedHashMap<>();
    for (ChannelGroup group : groups) {
      group.freezes().forEach(reason -> channels.merge(reason, group.channels(), Integer::sum));
    }
    return channels.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .limit(REASONS_NAMED)
        .map(entry -> problem(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static Problem problem(FreezeReason reason, int channels) {
    String place = reason.node().isEmpty() ? reason.value() : reason.node();
    return new Problem(
        "model:" + place, "frozen", "%d channels stay: %s".formatted(channels, reason.reason()));
  }
}
