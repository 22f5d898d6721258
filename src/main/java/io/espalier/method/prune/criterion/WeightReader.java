package io.espalier.method.prune.criterion;

import io.espalier.graph.Graph;
import io.espalier.graph.Tensor;
import io.espalier.graph.channel.ChannelGroup;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problems;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.DoubleUnaryOperator;

/** Reads the weights that channels of a graph have positions in, each weight once. */
public final class WeightReader {
  private final Graph graph;

  public WeightReader(Graph graph) {
    this.graph = graph;
  }

  /**
   * Sums of a term of each weight that the channels of these groups have positions in.
   *
   * @throws EspalierException as {@link #requireFinite}
   */
  public ChannelSums sums(List<ChannelGroup> groups, DoubleUnaryOperator term) {
    Map<String, WeightSums> sums = new HashMap<>();
    Problems problems = new Problems();
    axes(groups)
        .forEach(
            (name, axes) -> {
              WeightSums read = read(name, axes, term);
              sums.put(name, read);
              if (!read.isFinite()) {
                problems.add("model:" + name, "non-finite", message(name));
              }
            });
    problems.throwIfPresent(ErrorCode.NON_FINITE_WEIGHTS);
    return new ChannelSums(sums);
  }

  /**
   * Checks every weight with channels of these groups.
   *
   * @throws EspalierException ({@link ErrorCode#NON_FINITE_WEIGHTS}) naming each weight that holds
   *     NaN or infinity
   */
  public void requireFinite(List<ChannelGroup> groups) {
    sums(groups, Math::abs);
  }

  private WeightSums read(String name, SortedSet<Integer> axes, DoubleUnaryOperator term) {
    Tensor weight = graph.initializers().get(name);
    return WeightSums.of(weight, axes, term);
  }

  /** The axes that channels of these groups stand on, by weight. */
  static Map<String, SortedSet<Integer>> axes(List<ChannelGroup> groups) {
    Map<String, SortedSet<Integer>> axes = new LinkedHashMap<>();
    groups.stream()
        .flatMap(group -> group.slots().stream())
        .forEach(
            slot -> axes.computeIfAbsent(slot.tensor(), _ -> new TreeSet<>()).add(slot.axis()));
    return axes;
  }

  private static String message(String name) {
    return "The weight (%s) holds NaN or infinity. Upload a model whose weights are all finite."
        .formatted(name);
  }
}
