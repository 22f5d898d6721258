package io.espalier.catalog;

/**
 * What one inference of one sample costs.
 *
 * @param parameters trained numbers
 * @param macs multiply-accumulate operations
 * @param flops two for each multiply-accumulate, plus the additions of biases
 */
public record ModelCost(long parameters, long macs, long flops) {}
