package io.espalier.method.prune.width;

/**
 * One budget of a step.
 *
 * @param asked the fraction that may remain, or milliseconds
 * @param target what the network may cost
 */
public record Limit(Measure measure, double asked, double target, CostMeter meter) {}
