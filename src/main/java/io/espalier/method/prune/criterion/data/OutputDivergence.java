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
import io.espalier.method.prune.criterion.ChannelCriterion;
import io.espalier.method.prune.criterion.MemberScores;
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
 * How far the network's answers move when a channel is silenced (CURL).
 *
 * <ul>
 *   <li>For classes the score is the mean over the samples of {@code Σ_k p_c(k) · ln(p_c(k) /
 *       p(k))}, p the probabilities of the network and p_c those without channel c; at least 0.
 *   <li>For numbers it is the mean squared difference relative to the variance of the output.
 *   <li>A channel is silenced as {@link ChannelMask} does it, in every layer that shares it. The
 *       group is judged as a whole.
 * </ul>
 *
 * <p>Source: Luo and Wu, Neural Network Pruning with Residual-Connections and Limited-Data, CVPR
 * 2020 (CURL), equation 2; the direction is that of the authors' code. Unlike there, the mean is
 * over all samples, not the last batch, and a channel costs only what is behind the last value that
 * holds everything the rest of the network needs.
 */
public final class OutputDivergence implements ChannelCriterion {
  /** Of starting values that are kept, all samples together. */
  private static final long MOST_KEPT_BYTES = 1L << 30;

  private final int samples;

  /**
   * @param samples of the training split, at least 1
   */
  public OutputDivergence(int samples) {
    this.samples = samples;
  }

  @Override
  public List<MemberScores> of(List<ChannelGroup> groups, ScoringContext context) {
    Scoring scoring = new Scoring(groups, context);
    Map<String, List<ChannelGroup>> byStart = new LinkedHashMap<>();
    Map<String, NetworkTail> tails = new HashMap<>();
    NetworkTail.Finder finder =
        new NetworkTail.Finder(context.analysis(), MOST_KEPT_BYTES / Float.BYTES / samples);
    for (ChannelGroup group : groups) {
      NetworkTail tail = finder.behind(tensors(group));
      tails.put(tail.start(), tail);
      byStart.computeIfAbsent(tail.start(), _ -> new ArrayList<>()).add(group);
    }
    byStart.forEach((start, own) -> scoring.score(tails.get(start), own));
    return groups.stream()
        .map(group -> MemberScores.comparable(scoring.scores.get(group.id())))
        .toList();
  }

  private static Set<String> tensors(ChannelGroup group) {
    return group.slots().stream().map(Slot::tensor).collect(Collectors.toSet());
  }

  /** Scores the groups of one network. */
  private final class Scoring {
    private final ScoringContext context;
    private final int channels;
    private final Map<String, double[]> scores = new HashMap<>();
    private int done;

    Scoring(List<ChannelGroup> groups, ScoringContext context) {
      this.context = context;
      channels = groups.stream().mapToInt(ChannelGroup::channels).sum();
    }

    void score(NetworkTail tail, List<ChannelGroup> groups) {
      List<Tensor> starts = starts(tail.start());
      try (ResidentModel model = open(tail)) {
        List<Tensor> outputs = starts.stream().map(start -> model.run(start).getFirst()).toList();
        OutputDistance distance =
            new OutputDistance(context.graph(), context.requireData().task(), outputs);
        for (ChannelGroup group : groups) {
          double[] own = new double[group.channels()];
          for (int c = 0; c < own.length; c++) {
            own[c] = score(model, starts, distance, group, c);
            context.requireData().watcher().progress(++done / (double) channels, activity(group));
          }
          scores.put(group.id(), own);
        }
      }
    }

    private static String activity(ChannelGroup group) {
      return "Silencing channels of %s".formatted(group.id());
    }

    private double score(
        ResidentModel model,
        List<Tensor> starts,
        OutputDistance distance,
        ChannelGroup group,
        int channel) {
      Graph original = context.graph();
      Graph silenced =
          new ChannelMask(context.analysis().channels(), Map.of(group.id(), Set.of(channel)))
              .apply();
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
