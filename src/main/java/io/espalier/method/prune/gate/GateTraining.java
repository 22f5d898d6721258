package io.espalier.method.prune.gate;

import io.espalier.dataset.Batch;
import io.espalier.dataset.Batches;
import io.espalier.dataset.CalibrationData;
import io.espalier.dataset.TrainingData;
import io.espalier.engine.train.Learner;
import io.espalier.graph.Tensor;
import io.espalier.method.StepContext;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.util.Arrays;
import java.util.List;

/** Trains a network with its gates, steeper and steeper, until nearly all of them are decided. */
final class GateTraining {
  private static final double DECIDED_SHARE = 0.9;

  /** Distance of a decided gate from 0 or 1. */
  private static final double DECIDED = 0.05;

  private final Learner learner;
  private final GatedNetwork network;
  private final TrainingData data;
  private final CalibrationData observed;
  private final StepContext watcher;
  private long step;

  /**
   * @param observed samples that codes are read on
   */
  GateTraining(
      Learner learner,
      GatedNetwork network,
      TrainingData data,
      CalibrationData observed,
      StepContext watcher) {
    this.learner = learner;
    this.network = network;
    this.data = data;
    this.observed = observed;
    this.watcher = watcher;
  }

  /**
   * Trains for so many epochs, and as many more at most until the gates are decided.
   *
   * @param perEpoch steps of one pass
   * @return the code of each channel of each group, before the sigmoid
   */
  List<double[]> run(int epochs, long perEpoch, double learningRate, long seed) {
    Steepness steepness = new Steepness(Math.max(1, epochs * perEpoch));
    List<double[]> codes = codes();
    for (int epoch = 0; epoch < 2 * epochs && !isDone(epoch, epochs, steepness, codes); epoch++) {
      epoch(epoch, steepness, learningRate, seed);
      watcher.progress(Math.min(1, (epoch + 1.0) / epochs), "learning gates");
      codes = codes();
    }
    return codes;
  }

  private boolean isDone(int epoch, int epochs, Steepness steepness, List<double[]> codes) {
    return epoch >= epochs && decided(codes, steepness.at(step)) >= DECIDED_SHARE;
  }

  private void epoch(int epoch, Steepness steepness, double learningRate, long seed) {
    try (Batches batches = data.epoch(epoch, 0)) {
      while (batches.hasNext()) {
        watcher.throwIfCancelled();
        learner.put(GatedNetwork.STEEPNESS, Tensor.scalar((float) steepness.at(step)));
        try (Batch batch = batches.next()) {
          requireFinite(learner.accumulate(batch, 1, seed + step).loss());
        }
        learner.update(new double[] {learningRate});
        step++;
      }
    }
  }

  private void requireFinite(double loss) {
    if (!Double.isFinite(loss)) {
      throw new EspalierException(
          ErrorCode.TRAINING_DIVERGED,
          "The loss of the learned gates is not finite after %d steps; choose a smaller learning rate or penalty."
              .formatted(step));
    }
  }

  /** Share of the gates that are nearly 0 or 1. */
  static double decided(List<double[]> codes, double steepness) {
    return codes.stream()
        .flatMapToDouble(Arrays::stream)
        .map(code -> LearnedGates.sigmoid(steepness * code))
        .map(open -> Math.min(open, 1 - open) < DECIDED ? 1 : 0)
        .average()
        .orElse(1);
  }

  /** Means over the batches. */
  private List<double[]> codes() {
    List<double[]> sums =
        network.weights().stream()
            .map(weight -> network.typed().type(weight).orElseThrow().dim(0).size())
            .map(channels -> new double[Math.toIntExact(channels)])
            .toList();
    int count = 0;
    try (Batches batches = observed.pass()) {
      while (batches.hasNext()) {
        watcher.throwIfCancelled();
        try (Batch batch = batches.next()) {
          add(learner.evaluate(batch.inputs()), sums);
        }
        count++;
      }
    }
    double batchCount = count;
    sums.forEach(sum -> Arrays.setAll(sum, i -> sum[i] / batchCount));
    return sums;
  }

  private void add(List<Tensor> outputs, List<double[]> sums) {
    for (int g = 0; g < sums.size(); g++) {
      Tensor codes = outputs.get(network.firstCode() + g);
      double[] sum = sums.get(g);
      Arrays.setAll(sum, i -> sum[i] + codes.doubleAt(i));
    }
  }
}
