package io.espalier.method;

import io.espalier.graph.cost.Cost;

/**
 * The size of a model and of one forward pass of one sample.
 *
 * @param macs multiply-accumulates of convolutions and matrix products
 * @param flops two per MAC and one per bias addition
 * @param bytes of all constants
 */
public record CostTotals(long parameters, long macs, long flops, long bytes) {
  public static CostTotals of(Cost cost) {
    return new CostTotals(cost.parameters(), cost.macs(), cost.flops(), cost.bytes());
  }
}
