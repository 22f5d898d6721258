package io.espalier.method.spec.prune;

import java.util.Optional;

/**
 * What may remain of a model; at least one is given, and all that are given hold.
 *
 * @param macs fraction of the multiply-accumulates of one sample, in [{@value #LEAST}, 1)
 * @param parameters fraction of the elements of all weights, likewise
 * @param bytes fraction of the bytes of all weights, likewise
 * @param latencyMillis median time of one sample on the device of the job
 */
public record Budget(
    Optional<Double> macs,
    Optional<Double> parameters,
    Optional<Double> bytes,
    Optional<Double> latencyMillis) {
  /** The smallest fraction that can be asked for. */
  public static final double LEAST = 0.001;

  public static Budget ofMacs(double remaining) {
    return new Budget(Optional.of(remaining), Optional.empty(), Optional.empty(), Optional.empty());
  }

  public static Budget ofParameters(double remaining) {
    return new Budget(Optional.empty(), Optional.of(remaining), Optional.empty(), Optional.empty());
  }
}
