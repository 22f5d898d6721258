package io.espalier.engine.train;

import io.espalier.dataset.TrainingData;

/**
 * How many steps a training has.
 *
 * <p>A last batch of a single sample is left out where BatchNormalizations learn, because one
 * sample has no statistics; it comes in another batch of another epoch.
 *
 * @param perEpoch steps of one epoch
 * @param steps in all
 * @param stride steps, and epochs, between two points of a curve
 */
record TrainingPace(int perEpoch, long steps, long stride) {
  private static final long MOST_POINTS = 2000;

  static TrainingPace of(TrainingSettings settings, TrainingData data) {
    int batches = Math.ceilDiv(data.samples(), settings.batch());
    boolean single = data.samples() % settings.batch() == 1 && settings.batch() > 1;
    boolean statistics = settings.learner().batchNorm() == BatchNormMode.TRAINING;
    int perEpoch = single && statistics && batches > 1 ? batches - 1 : batches;
    long steps = settings.length().steps(perEpoch);
    return new TrainingPace(perEpoch, steps, Math.max(1, Math.ceilDiv(steps, MOST_POINTS)));
  }

  /** Whether a point is told after this step. */
  boolean isTold(long step) {
    return step % stride == 0 || step == steps;
  }

  /** Whether a validation is told after this epoch, counted from 0. */
  boolean isToldEpoch(int epoch) {
    long epochs = perEpoch == 0 ? 0 : Math.ceilDiv(steps, perEpoch);
    return epoch % Math.max(1, Math.ceilDiv(epochs, MOST_POINTS)) == 0;
  }
}
