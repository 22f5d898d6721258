package io.espalier.method;

/**
 * A carried out job.
 *
 * @param original the model as it came, normalised
 * @param compressed what the last step left
 * @param plan what the steps had set out to do
 */
public record CompressionResult(Analysis original, Analysis compressed, JobPlan plan) {}
