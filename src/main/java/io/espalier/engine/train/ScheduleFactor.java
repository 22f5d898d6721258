package io.espalier.engine.train;

/**
 * The factor of the learning rate for each step of a schedule.
 *
 * <p>With {@code S} steps in all, the first {@code W = round(warmup · S)} rise as {@code (t + 1) /
 * (W + 1)}: PyTorch's LinearLR from {@code 1 / (W + 1)}. After them, with {@code t' = t − W} and
 * {@code T = S − W}:
 *
 * <ul>
 *   <li>cosine: {@code floor + (1 − floor) · (1 + cos(π t' / T)) / 2}, CosineAnnealingLR
 *   <li>linear: {@code 1 + (floor − 1) · t' / T}, LinearLR
 *   <li>step: {@code gamma} to the number of milestones {@code round(share · S)} that are at most
 *       {@code t}, MultiStepLR
 * </ul>
 *
 * <p>The one-cycle has no such warm-up: it rises over {@code U = warmup · S − 1} steps from {@code
 * start} to 1 and falls over the rest to {@code floor}, both by half a cosine, OneCycleLR.
 */
final class ScheduleFactor {
  private final Schedule schedule;
  private final long steps;

  /**
   * @param steps in all
   */
  ScheduleFactor(Schedule schedule, long steps) {
    this.schedule = schedule;
    this.steps = steps;
  }

  /**
   * @param step from 0
   */
  double at(long step) {
    if (schedule instanceof Schedule.OneCycle cycle) {
      return oneCycle(cycle, step);
    }
    long warmup = Math.round(schedule.warmup() * steps);
    return step < warmup ? (step + 1.0) / (warmup + 1.0) : afterWarmup(step, warmup);
  }

  private double afterWarmup(long step, long warmup) {
    double done = (double) (step - warmup) / Math.max(1, steps - warmup);
    return switch (schedule) {
      case Schedule.Constant _ -> 1;
      case Schedule.Cosine cosine -> halfCosine(1, cosine.floor(), done);
      case Schedule.Linear linear -> 1 + (linear.floor() - 1) * done;
      case Schedule.Step falls -> Math.pow(falls.gamma(), passed(falls, step));
      case Schedule.OneCycle cycle -> oneCycle(cycle, step);
    };
  }

  private long passed(Schedule.Step falls, long step) {
    return falls.milestones().stream().filter(share -> Math.round(share * steps) <= step).count();
  }

  private double oneCycle(Schedule.OneCycle cycle, long step) {
    double rise = cycle.warmup() * steps - 1;
    if (rise > 0 && step <= rise) {
      return halfCosine(cycle.start(), 1, step / rise);
    }
    double begin = Math.max(0, rise);
    double fall = steps - 1 - begin;
    return fall > 0 ? halfCosine(1, cycle.floor(), (step - begin) / fall) : 1;
  }

  private static double halfCosine(double from, double to, double done) {
    return to + (from - to) * (1 + Math.cos(Math.PI * done)) / 2;
  }
}
