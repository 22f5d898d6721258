package io.espalier.engine.train;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** How long the last steps took, all that lay between them included. */
final class Speed {
  private static final int REMEMBERED = 64;

  private final Deque<Long> ends = new ArrayDeque<>();

  Speed(long begunNanos) {
    ends.add(begunNanos);
  }

  void stepped(long nanos) {
    ends.addLast(nanos);
    if (ends.size() > REMEMBERED) {
      ends.removeFirst();
    }
  }

  /** Of the last step. */
  long lastNanos() {
    long last = ends.removeLast();
    long nanos = ends.isEmpty() ? 0 : last - ends.getLast();
    ends.addLast(last);
    return nanos;
  }

  /** For so many steps more; zero before the first. */
  Duration left(long steps) {
    int measured = ends.size() - 1;
    double nanos = measured == 0 ? 0 : (double) (ends.getLast() - ends.getFirst()) / measured;
    return Duration.ofNanos((long) (nanos * steps));
  }
}
