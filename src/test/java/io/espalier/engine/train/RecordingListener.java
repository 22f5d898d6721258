package io.espalier.engine.train;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/** Remembers what it is told, and stops a training when its turn comes. */
final class RecordingListener implements TrainingListener {
  final List<Progress> progress = new ArrayList<>();
  final List<Point> points = new ArrayList<>();
  final List<Long> resumed = new ArrayList<>();

  private final long stopAfter;
  private long asked;

  /**
   * @param stopAfter how often it may be asked before it stops the training
   */
  RecordingListener(long stopAfter) {
    this.stopAfter = stopAfter;
  }

  RecordingListener() {
    this(Long.MAX_VALUE);
  }

  List<Point> series(String name) {
    return points.stream().filter(point -> point.series().equals(name)).toList();
  }

  @Override
  public void stepped(Progress step) {
    progress.add(step);
  }

  @Override
  public void measured(Point point) {
    points.add(point);
  }

  @Override
  public void resumed(long step) {
    resumed.add(step);
  }

  @Override
  public void throwIfStopped() {
    if (asked++ >= stopAfter) {
      throw new CancellationException("stopped");
    }
  }
}
