package io.espalier.method.prune.width;

import io.espalier.graph.ElementType;
import io.espalier.graph.Graph;
import io.espalier.graph.Node;
import io.espalier.graph.analysis.Analysis;
import io.espalier.graph.channel.ChannelGroup;
import io.espalier.graph.channel.FreezeReason;
import io.espalier.method.prune.layer.LayerPatterns;
import io.espalier.method.spec.PruneSpec;
import io.espalier.method.spec.prune.PruneLevel;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The groups and branches of a network that a prune step may cut.
 *
 * @param groups of the levels that are asked for, prunable, not protected, with floating-point
 *     weights of at least 16 bits
 * @param blocks branches that stay or go together, without a protected layer
 */
public record Candidates(List<ChannelGroup> groups, List<BlockCandidate> blocks) {
  private static final int REASONS_NAMED = 5;
  private static final Set<String> LINEAR = Set.of("Gemm", "MatMul");
  private static final Set<ElementType> READABLE =
      Set.of(ElementType.FLOAT, ElementType.DOUBLE, ElementType.FLOAT16, ElementType.BFLOAT16);

  public Candidates {
    groups = List.copyOf(groups);
    blocks = List.copyOf(blocks);
  }

  /**
   * Everything that the step may cut.
   *
   * @throws EspalierException ({@link ErrorCode#INFEASIBLE_PLAN}) when there is nothing, with the
   *     reasons that freeze most channels
   */
  public static Candidates of(Analysis analysis, PruneSpec spec) {
    LayerPatterns patterns = new LayerPatterns(spec.layers());
    List<ChannelGroup> groups =
        ofLevels(analysis, spec.levels()).stream()
            .filter(ChannelGroup::prunable)
            .filter(group -> analysis.sized().group(group.id()).filter(group::equals).isPresent())
            .filter(group -> isReadable(group, analysis.graph()))
            .filter(group -> !patterns.protects(group))
            .toList();
    List<BlockCandidate> blocks =
        BlockCandidate.find(analysis.typed(), spec.levels()).stream()
            .filter(block -> !patterns.protectsAny(block.layers(analysis.graph())))
            .toList();
    if (groups.isEmpty() && blocks.isEmpty()) {
      throw new EspalierException(
          ErrorCode.INFEASIBLE_PLAN,
          "The model has no channels that can be removed.",
          mainReasons(analysis.channels().groups()));
    }
    return new Candidates(groups, blocks);
  }

  /** What a step calls the level of a group. */
  public static PruneLevel level(ChannelGroup group, Graph graph) {
    return switch (group.level()) {
      case FILTER -> isLinear(group, graph) ? PruneLevel.MLP : PruneLevel.FILTER;
      case STAGE -> PruneLevel.STAGE;
      case HEAD -> PruneLevel.HEAD;
      case HEAD_DIMENSION -> PruneLevel.HEAD_DIMENSION;
    };
  }

  /**
   * An attention that has no dimensions to choose from is cut by heads, whichever of the two is
   * asked for.
   */
  private static List<ChannelGroup> ofLevels(Analysis analysis, Set<PruneLevel> levels) {
    Set<PruneLevel> widths = new HashSet<>(levels);
    if (levels.contains(PruneLevel.HEAD_DIMENSION)) {
      widths.add(PruneLevel.HEAD);
    }
    List<ChannelGroup> groups = new ArrayList<>();
    for (ChannelGroup group : analysis.channels().groups()) {
      if (widths.contains(level(group, analysis.graph()))) {
        groups.add(group);
      }
    }
    if (levels.contains(PruneLevel.HEAD)) {
      groups.addAll(analysis.channels().headGroups());
    }
    return groups;
  }

  private static boolean isLinear(ChannelGroup group, Graph graph) {
    String layer = group.layers().getFirst();
    Optional<Node> first =
        graph.nodes().stream().filter(node -> node.name().equals(layer)).findFirst();
    return first.filter(node -> LINEAR.contains(node.operator())).isPresent();
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
