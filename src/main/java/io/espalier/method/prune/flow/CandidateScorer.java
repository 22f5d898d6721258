package io.espalier.method.prune.flow;

import io.espalier.dataset.Batch;
import io.espalier.dataset.Batches;
import io.espalier.dataset.CalibrationData;
import io.espalier.dataset.DatasetTask;
import io.espalier.graph.Tensor;
import io.espalier.graph.analysis.Analysis;
import io.espalier.method.prune.criterion.data.OutputDistance;
import io.espalier.method.prune.cut.Cut;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Judges cuts on samples by masks, against what the network answers before any cut. */
final class CandidateScorer {
  private final MaskedNetwork network;
  private final CalibrationData recalibration;
  private final CalibrationData evaluation;
  private final boolean classifies;
  private final Runnable watcher;
  private final OutputDistance distance;

  /**
   * @param recalibration samples that statistics are measured on
   * @param evaluation other samples, which cuts are judged on
   * @param watcher called after every batch; what it throws ends the judging
   * @throws EspalierException DATASET_INVALID when the network answers with numbers that are not
   *     finite
   */
  CandidateScorer(
      Analysis analysis,
      MaskedNetwork network,
      CalibrationData recalibration,
      CalibrationData evaluation,
      DatasetTask task,
      Runnable watcher) {
    this.network = network;
    this.recalibration = recalibration;
    this.evaluation = evaluation;
    this.classifies = task == DatasetTask.CLASSIFICATION;
    this.watcher = watcher;
    this.distance = new OutputDistance(analysis.graph(), task, answers());
  }

  /**
   * How good a cut network is.
   *
   * @param divergence from the answers of the whole network; lower is better
   * @param accuracy share of right answers; empty where there are no classes of samples
   */
  record Score(double divergence, Optional<Double> accuracy) {}

  private List<Tensor> answers() {
    network.silence(Cut.NOTHING);
    List<Tensor> answers = new ArrayList<>();
    try (Batches pass = evaluation.pass()) {
      while (pass.hasNext()) {
        try (Batch batch = pass.next()) {
          answers.add(network.answer(batch.inputs()));
          requireFinite(answers.getLast(), answers.size());
        }
        watcher.run();
      }
    }
    return answers;
  }

  private static void requireFinite(Tensor answer, int batch) {
    for (long i = 0; i < answer.elements(); i++) {
      if (!Double.isFinite(answer.doubleAt(i))) {
        throw new EspalierException(
            ErrorCode.DATASET_INVALID,
            "The model answers the samples of batch %d with NaN or infinity.".formatted(batch));
      }
    }
  }

  Score of(Cut cut) {
    network.silence(cut);
    network.recalibrate(recalibration, watcher);
    distance.reset();
    long right = 0;
    long samples = 0;
    int number = 0;
    try (Batches pass = evaluation.pass()) {
      while (pass.hasNext()) {
        try (Batch batch = pass.next()) {
          Tensor answer = network.answer(batch.inputs());
          distance.add(number++, answer);
          right += classifies ? right(answer, batch.targets()) : 0;
          samples += batch.size();
        }
        watcher.run();
      }
    }
    return new Score(
        distance.mean(), classifies ? Optional.of((double) right / samples) : Optional.empty());
  }

  /** Targets are indices, or probabilities of which the largest is right. */
  private static long right(Tensor answer, Tensor targets) {
    int samples = Math.toIntExact(answer.dim(0));
    int classes = Math.toIntExact(answer.elements() / samples);
    boolean indices = targets.rank() == 1;
    long right = 0;
    for (int i = 0; i < samples; i++) {
      long target = indices ? targets.longAt(i) : largest(targets, i, classes);
      right += largest(answer, i, classes) == target ? 1 : 0;
    }
    return right;
  }

  private static long largest(Tensor rows, int row, int width) {
    int largest = 0;
    for (int k = 1; k < width; k++) {
      long at = (long) row * width;
      largest = rows.doubleAt(at + k) > rows.doubleAt(at + largest) ? k : largest;
    }
    return largest;
  }
}
