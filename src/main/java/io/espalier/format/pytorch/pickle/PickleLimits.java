package io.espalier.format.pytorch.pickle;

/**
 * What a pickle may cost before it is refused.
 *
 * @param bytes length of one pickle
 * @param opcodes of one pickle
 * @param memoryBytes estimated memory of everything it builds
 * @param weight values a structure would hold if nothing in it were shared
 * @param nameBytes length of the name of a global
 * @param tensors it may describe
 * @param rank axes of one tensor
 */
public record PickleLimits(
    long bytes, long opcodes, long memoryBytes, long weight, int nameBytes, int tensors, int rank) {

  /** The limits of the service. */
  public static PickleLimits standard() {
    return new PickleLimits(64L << 20, 5_000_000, 256L << 20, 10_000_000, 512, 100_000, 64);
  }
}
