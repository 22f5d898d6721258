package io.espalier.engine.train;

import java.time.Duration;

/** What a training is connected to. */
public interface TrainingListener {
  /** After every step; cheap. */
  void stepped(Progress progress);

  /** A number worth keeping; the loop thins them out, at most some thousand a training. */
  void measured(Point point);

  /** A training went on from a checkpoint: points of later steps that were told before are void. */
  void resumed(long step);

  /**
   * Ends the training when its job was stopped; called at least once a second. The loop saves a
   * checkpoint before it lets the exception pass.
   */
  void throwIfStopped();

  /**
   * How far the training is.
   *
   * @param step done so far, from 1
   * @param steps in all, as it looks now
   * @param epoch from 0
   * @param left estimated from the speed of the last steps
   */
  record Progress(
      long step, long steps, int epoch, double loss, double learningRate, Duration left) {}

  /**
   * One point of a curve.
   *
   * @param series for example {@code loss}, {@code learning-rate}, {@code validation-loss}
   */
  record Point(String series, long step, double epoch, double value) {}

  /** Nobody listens and nobody stops it. */
  static TrainingListener none() {
    return new TrainingListener() {
      @Override
      public void stepped(Progress progress) {}

      @Override
      public void measured(Point point) {}

      @Override
      public void resumed(long step) {}

      @Override
      public void throwIfStopped() {}
    };
  }
}
