package io.espalier.method.prune.criterion.data;

import io.espalier.dataset.Batch;
import io.espalier.dataset.Batches;
import io.espalier.engine.ResidentModel;
import io.espalier.graph.Graph;
import io.espalier.graph.Tensor;
import io.espalier.graph.channel.ChannelGroup;
import io.espalier.graph.channel.Slot;
import io.espalier.graph.rewrite.cut.ChannelMask;
import io.espalier.graph.shape.TypedGraph;
import io.espalier.method.prune.criterion.ScoringContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Measures how far a network's answers move when channels of one group are silenced, as {@link
 * ChannelMask} does it, in every layer that shares them.
 *
 * <p>The network stays loaded. Of each group only what is behind the last value runs that holds
 * everything the rest of the network needs.
 */
final class Silencing {
  /** Of starting values that are kept, all samples together. */
  private static final long MOST_KEPT_BYTES = 1L << 30;

  private final ScoringContext context;
  private final int samples;

  /**
   * @param samples of the training split, at least 1
   */
  Silencing(ScoringContext context, int samples) {
    this.context = context;
    this.samples = samples;
  }

  /**
   * The distance of the answers, as {@link OutputDistance} defines it.
   *
   * @param sets for each group, the sets of its channels that are silenced one after the other
   * @return for each group one distance a set
   */
  List<double[]> distances(List<ChannelGroup> groups, List<List<Set<Integer>>> sets) {
    Map<String, List<Set<Integer>>> setsOf = new HashMap<>();
    for (int g = 0; g < groups.size(); g++) {
      setsOf.put(groups.get(g).id(), sets.get(g));
    }
    Map<String, List<ChannelGroup>> byStart = new LinkedHashMap<>();
    Map<String, NetworkTail> tails = new HashMap<>();
    NetworkTail.Finder finder =
        new NetworkTail.Finder(context.analysis(), MOST_KEPT_BYTES / Float.BYTES / samples);
    for (ChannelGroup group : groups) {
      NetworkTail tail = finder.behind(tensors(group));
      tails.put(tail.start(), tail);
      byStart.computeIfAbsent(tail.start(), _ -> new ArrayList<>()).add(group);
    }
    Measuring measuring = new Measuring(setsOf);
    byStart.forEach((start, own) -> measuring.measure(tails.get(start), own));
    return groups.stream().map(group -> measuring.distances.get(group.id())).toList();
  }

  private static Set<String> tensors(ChannelGroup group) {
    return group.slots().stream().map(Slot::tensor).collect(Collectors.toSet());
  }

  /** Measures the groups of one network. */
  private final class Measuring {
    private final Map<String, List<Set<Integer>>> setsOf;
    private final double all;
    private final Map<String, double[]> distances = new HashMap<>();
    private int done;

    Measuring(Map<String, List<Set<Integer>>> setsOf) {
      this.setsOf = setsOf;
      all = setsOf.values().stream().mapToInt(List::size).sum();
    }

    void measure(NetworkTail tail, List<ChannelGroup> groups) {
      List<Tensor> starts = starts(tail.start());
      try (ResidentModel model = open(tail)) {
        List<Tensor> outputs = starts.stream().map(start -> model.run(start).getFirst()).toList();
        OutputDistance distance =
            new OutputDistance(context.graph(), context.requireData().task(), outputs);
        for (ChannelGroup group : groups) {
          List<Set<Integer>> sets = setsOf.get(group.id());
          double[] own = new double[sets.size()];
          for (int i = 0; i < own.length; i++) {
            own[i] = distance(model, starts, distance, group, sets.get(i));
            context.requireData().watcher().progress(++done / all, activity(group));
          }
          distances.put(group.id(), own);
        }
      }
    }

    private static String activity(ChannelGroup group) {
      return "Silencing channels of %s".formatted(group.id());
    }

    private double distance(
        ResidentModel model,
        List<Tensor> starts,
        OutputDistance distance,
        ChannelGroup group,
        Set<Integer> channels) {
      Graph original = context.graph();
      Graph silenced =
          new ChannelMask(context.analysis().channels(), Map.of(group.id(), channels)).apply();
      Set<String> tensors = tensors(group);
      tensors.forEach(tensor -> model.put(tensor, silenced.initializers().get(tensor)));
      distance.reset();
      for (int batch = 0; batch < starts.size(); batch++) {
        context.requireData().watcher().throwIfCancelled();
        distance.add(batch, model.run(starts.get(batch)).getFirst());
      }
      tensors.forEach(tensor -> model.put(tensor, original.initializers().get(tensor)));
      return distance.mean();
    }

    private ResidentModel open(NetworkTail tail) {
      return context.requireData().instruments().residents().open(tail.network(), List.of());
    }

    /** What a tail starts from, by batch. */
    private List<Tensor> starts(String start) {
      if (context.graph().inputs().getFirst().name().equals(start)) {
        return byBatch(batch -> Copies.of(batch.inputs()));
      }
      TypedGraph typed = context.analysis().typed();
      try (ResidentModel model =
          context.requireData().instruments().residents().open(typed, List.of(start))) {
        return byBatch(batch -> model.run(batch.inputs()).getLast());
      }
    }

    private List<Tensor> byBatch(Function<Batch, Tensor> start) {
      List<Tensor> starts = new ArrayList<>();
      try (Batches pass = context.requireData().calibration(samples, ValuePass.BATCH).pass()) {
        while (pass.hasNext()) {
          context.requireData().watcher().throwIfCancelled();
          try (Batch batch = pass.next()) {
            starts.add(start.apply(batch));
          }
        }
      }
      return starts;
    }
  }
}
