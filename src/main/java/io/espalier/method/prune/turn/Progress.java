package io.espalier.method.prune.turn;

/**
 * The part of a step's progress that belongs to something.
 *
 * @param from fraction of the step
 * @param to fraction of the step
 */
public record Progress(double from, double to) {
  /** The fraction of the step when so much of the part is done. */
  public double at(double done) {
    return from + done * (to - from);
  }
}
