package io.espalier.method.prune.gate;

/**
 * How steep the sigmoid of the gates is: it grows in equal steps, so that gates decide late.
 *
 * @param steps after which the last value is reached, at least 1
 */
record Steepness(long steps) {
  static final double FIRST = 0.1;
  static final double LAST = 100;

  /** Growth behind the last step, relative to that before. */
  private static final double HASTE = 10;

  /**
   * The value of a step.
   *
   * @param step from 0
   */
  double at(long step) {
    double growth = (LAST - FIRST) / steps;
    long more = Math.max(0, step - steps);
    return FIRST + growth * (Math.min(step, steps) + HASTE * more);
  }
}
