package io.espalier.method.sensitivity;

import io.espalier.dataset.Batch;
import io.espalier.dataset.Batches;
import io.espalier.dataset.CalibrationData;
import io.espalier.dataset.DatasetTask;
import io.espalier.engine.ResidentModel;
import io.espalier.graph.Graph;
import io.espalier.graph.Tensor;
import io.espalier.graph.analysis.Analysis;
import io.espalier.graph.channel.ChannelGroup;
import io.espalier.graph.channel.Slot;
import io.espalier.graph.rewrite.cut.ChannelMask;
import io.espalier.method.SensitivityRecord;
import io.espalier.method.SensitivityRecord.Curve;
import io.espalier.method.SensitivityRecord.Point;
import io.espalier.method.prune.criterion.ScoringData;
import io.espalier.method.prune.criterion.data.OutputDistance;
import io.espalier.method.spec.SensitivitySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Silences channels of one group after the other in a network that stays loaded, and compares what
 * it answers with what it answered before.
 *
 * <p>The divergence is that of {@link OutputDistance}: for classes {@code Σ_k p'_k · ln(p'_k /
 * p_k)}, p' with the channels silenced.
 */
final class Measurement {
  private static final int BATCH = 64;

  private final Analysis analysis;
  private final SensitivitySpec spec;
  private final ScoringData data;

  Measurement(Analysis analysis, SensitivitySpec spec, ScoringData data) {
    this.analysis = analysis;
    this.spec = spec;
    this.data = data;
  }

  /**
   * The curves of the groups that have more than one channel.
   *
   * @param orders of their channels, the one that is silenced first in front
   */
  SensitivityRecord of(List<ChannelGroup> groups, List<List<Integer>> orders) {
    CalibrationData samples = data.calibration(spec.samples(), BATCH);
    try (ResidentModel model = data.instruments().residents().open(analysis.typed(), List.of())) {
      Answers whole = answers(model, samples);
      OutputDistance distance = new OutputDistance(analysis.graph(), data.task(), whole.outputs());
      List<Curve> curves = new ArrayList<>();
      for (int g = 0; g < groups.size(); g++) {
        data.watcher().progress(g / (double) groups.size(), activity(groups.get(g)));
        if (groups.get(g).channels() > 1) {
          curves.add(curve(model, samples, distance, groups.get(g), orders.get(g)));
        }
      }
      return new SensitivityRecord(
          spec.criterion().wireName(), samples.samples(), whole.score().share(), curves);
    }
  }

  private static String activity(ChannelGroup group) {
    return "Silencing channels of %s".formatted(group.id());
  }

  private Curve curve(
      ResidentModel model,
      CalibrationData samples,
      OutputDistance distance,
      ChannelGroup group,
      List<Integer> order) {
    List<Point> points = new ArrayList<>();
    double largest = 0;
    for (double ratio : spec.ratios()) {
      int count = Math.clamp(Math.round(ratio * order.size()), 1, order.size() - 1);
      silence(model, group, Set.copyOf(order.subList(0, count)));
      Top1 score = compare(model, samples, distance);
      largest = Math.max(largest, distance.mean());
      points.add(new Point(ratio, count, distance.mean(), largest, score.share()));
    }
    put(model, group, analysis.graph());
    return new Curve(group.id(), group.channels(), points);
  }

  private void silence(ResidentModel model, ChannelGroup group, Set<Integer> channels) {
    put(model, group, new ChannelMask(analysis.channels(), Map.of(group.id(), channels)).apply());
  }

  private static void put(ResidentModel model, ChannelGroup group, Graph weights) {
    group.slots().stream()
        .map(Slot::tensor)
        .collect(Collectors.toSet())
        .forEach(name -> model.put(name, weights.initializers().get(name)));
  }

  /** What the whole network answers. */
  private record Answers(List<Tensor> outputs, Top1 score) {}

  private Answers answers(ResidentModel model, CalibrationData samples) {
    List<Tensor> outputs = new ArrayList<>();
    Top1 score = new Top1(data.task() == DatasetTask.CLASSIFICATION);
    run(model, samples, score, outputs::add);
    return new Answers(outputs, score);
  }

  private Top1 compare(ResidentModel model, CalibrationData samples, OutputDistance distance) {
    Top1 score = new Top1(data.task() == DatasetTask.CLASSIFICATION);
    int[] batch = {0};
    distance.reset();
    run(model, samples, score, output -> distance.add(batch[0]++, output));
    return score;
  }

  private void run(
      ResidentModel model, CalibrationData samples, Top1 score, Consumer<Tensor> outputs) {
    try (Batches pass = samples.pass()) {
      while (pass.hasNext()) {
        data.watcher().throwIfCancelled();
        try (Batch next = pass.next()) {
          Tensor output = model.run(next.inputs()).getFirst();
          score.add(output, next.targets());
          outputs.accept(output);
        }
      }
    }
  }
}
