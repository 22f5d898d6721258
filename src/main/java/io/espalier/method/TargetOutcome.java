package io.espalier.method;

import io.espalier.method.spec.prune.Budget;

/**
 * What was asked of a step and what its plan reaches.
 *
 * @param reached of every measure that was asked for
 * @param met true when nothing is more than 2 % above what was asked, and the tightest measure not
 *     more than 2 % below
 * @param explanation one sentence; when the target is not met, which constraint stops it
 */
public record TargetOutcome(Budget asked, Budget reached, boolean met, String explanation) {
  /** How far, relative to the target, a plan may be away from it. */
  public static final double TOLERANCE = 0.02;
}
