package io.espalier.engine.train;

import io.espalier.dataset.Batch;
import io.espalier.engine.train.Learner.StepLoss;
import io.espalier.engine.train.Learner.Update;
import java.util.List;

/**
 * What one step of the optimiser gave.
 *
 * @param loss mean over the batch
 * @param accuracy share of the batch's answers that were right; NaN where there are no classes
 * @param learningRate the optimiser's times the schedule's factor
 * @param samples of the batch
 */
record TrainingStep(double loss, double accuracy, double learningRate, Update update, int samples) {

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  /**
   * Learns from one batch, micro-batch by micro-batch.
   *
   * @param step from 0
   * @param between called before each micro-batch but the first
   */
  static TrainingStep take(
      Learner learner,
      TrainingSettings settings,
      Batch batch,
      double factor,
      long step,
      Runnable between) {
    double loss = 0;
    double accuracy = 0;
    List<MicroBatch> parts = MicroBatch.split(batch, settings.microBatch());
    for (int p = 0; p < parts.size(); p++) {
      if (p > 0) {
        between.run();
      }
      MicroBatch part = parts.get(p);
      StepLoss given = learner.accumulate(part, part.share(), seed(settings.seed(), step, p));
      loss += part.share() * given.loss();
      accuracy += part.share() * given.correct() / part.size();
    }
    Update update = learner.update(rates(settings, factor));
    double rate = factor * settings.learner().optimizer().learningRate();
    return new TrainingStep(loss, accuracy, rate, update, batch.size());
  }

  private static double[] rates(TrainingSettings settings, double factor) {
    return settings.learner().groups().stream()
        .mapToDouble(group -> factor * group.learningRate())
        .toArray();
  }

  /** A number for each micro-batch that depends on nothing else (Steele, Lea and Flood, 2014). */
  static long seed(long seed, long step, int part) {
    return mix(mix(seed + GOLDEN * (step + 1)) + GOLDEN * (part + 1));
  }

  private static long mix(long value) {
    long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
