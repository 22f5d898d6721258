package io.espalier.method.prune.flow;

import io.espalier.engine.train.TrainingListener;

/**
 * Tells the trainings of several rounds as one.
 *
 * @param before steps of the rounds before
 * @param rounds that are left, this one included
 */
public record RoundListener(TrainingListener listener, long before, int rounds)
    implements TrainingListener {
  @Override
  public void stepped(Progress progress) {
    listener.stepped(
        new Progress(
            before + progress.step(),
            before + rounds * progress.steps(),
            progress.epoch(),
            progress.loss(),
            progress.learningRate(),
            progress.left()));
  }

  @Override
  public void measured(Point point) {
    listener.measured(
        new Point(point.series(), before + point.step(), point.epoch(), point.value()));
  }

  @Override
  public void resumed(long step) {
    listener.resumed(before + step);
  }

  @Override
  public void throwIfStopped() {
    listener.throwIfStopped();
  }
}
