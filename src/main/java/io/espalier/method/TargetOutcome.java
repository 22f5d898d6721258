package io.espalier.method;

import io.espalier.method.spec.Target;

/**
 * What was asked of a step and what its plan reaches.
 *
 * @param reached fraction of the measure that remains
 * @param met true when {@code reached} is within 2 % of what was asked
 * @param explanation one sentence; when the target is not met, which constraint stops it
 */
public record TargetOutcome(Target asked, double reached, boolean met, String explanation) {
  /** How far, relative to the target, a plan may be away from it. */
  public static final double TOLERANCE = 0.02;
}
