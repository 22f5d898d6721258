package io.espalier.engine.train;

/**
 * Learning from the original's outputs beside the targets: {@code (1 − alpha) · loss + alpha · T² ·
 * KL(softmax(original / T) ‖ softmax(output / T))} (Hinton, Vinyals and Dean, 2015); for outputs
 * without classes the second term is the mean squared difference.
 *
 * @param temperature T, above 0
 * @param alpha weight of the original's outputs, in [0, 1]
 */
public record Distillation(double temperature, double alpha) {}
