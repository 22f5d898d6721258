package io.espalier.method.prune.criterion.data;

import io.espalier.graph.Dim;
import io.espalier.graph.TensorType;
import io.espalier.graph.analysis.Analysis;
import io.espalier.graph.channel.ChannelGroup;
import io.espalier.graph.channel.ChannelPositions;
import io.espalier.graph.shape.TypedGraph;
import io.espalier.method.prune.criterion.ChannelValues;
import io.espalier.method.prune.criterion.ChannelValues.ChannelValue;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The feature maps of groups: what each producing layer puts out, once normalised and activated;
 * where none of it lies sample after sample, what the consumers read instead.
 */
final class FeatureMaps {
  private final Analysis analysis;
  private final ChannelValues values;
  private final Dim batch;

  FeatureMaps(Analysis analysis) {
    this.analysis = analysis;
    values = new ChannelValues(analysis);
    TypedGraph typed = analysis.typed();
    batch = typed.graph().inputs().getFirst().type().dim(0);
  }

  /**
   * The maps of each group, at least one.
   *
   * @throws io.espalier.problem.EspalierException INFEASIBLE_PLAN naming each group that has none
   */
  List<List<ChannelValue>> of(List<ChannelGroup> groups) {
    Problems problems = new Problems();
    List<List<ChannelValue>> all = new ArrayList<>();
    for (ChannelGroup group : groups) {
      List<ChannelValue> maps = of(group);
      if (maps.isEmpty()) {
        problems.add("model:" + group.id(), "no-maps", message(group));
      }
      all.add(maps);
    }
    problems.throwIfPresent(ErrorCode.INFEASIBLE_PLAN);
    return all;
  }

  private List<ChannelValue> of(ChannelGroup group) {
    List<ChannelValue> behind = values.of(group).stream().filter(this::isUsable).toList();
    return behind.isEmpty()
        ? ChannelConsumer.of(group, analysis.graph()).stream()
            .map(consumer -> read(group, consumer))
            .filter(this::isUsable)
            .distinct()
            .toList()
        : behind;
  }

  private ChannelValue read(ChannelGroup group, ChannelConsumer consumer) {
    int rank = analysis.typed().type(consumer.input()).map(TensorType::rank).orElse(0);
    return new ChannelValue(
        group.layers().getFirst(), consumer.input(), consumer.axis(rank), consumer.positions());
  }

  private boolean isUsable(ChannelValue value) {
    return value.axis() > 0 && isEven(value.positions()) && bySample(value.value());
  }

  /** True for a value that holds all of one sample before the next. */
  boolean bySample(String value) {
    return analysis.typed().type(value).stream()
        .filter(type -> type.rank() > 0)
        .anyMatch(type -> type.dim(0).dividedBy(batch).isPresent());
  }

  private static boolean isEven(ChannelPositions positions) {
    int first = positions.of(0).length;
    return IntStream.range(0, positions.channels()).allMatch(c -> positions.of(c).length == first);
  }

  private static String message(ChannelGroup group) {
    return ("No value of the network holds the channels of %s sample after sample. Protect the"
            + " layer or choose a criterion of weights.")
        .formatted(group.id());
  }
}
