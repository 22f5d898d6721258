package io.espalier.method;

/**
 * What a step will train.
 *
 * @param trainableParameters numbers that may change
 * @param frozenParameters numbers that stay as they are
 * @param trainableWeights tensors that may change
 */
public record TrainingPlan(long trainableParameters, long frozenParameters, int trainableWeights) {}
