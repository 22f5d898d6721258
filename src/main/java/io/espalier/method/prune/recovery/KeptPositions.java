package io.espalier.method.prune.recovery;

/** Which positions of the constants of a network are left in a cut one. */
@FunctionalInterface
public interface KeptPositions {

  /**
   * The positions of one axis that stayed, in the order in which they stand in the cut network.
   *
   * @param constant name of an initializer that both networks have
   * @param axis never negative
   * @return numbers of the original's positions; every one of them where nothing was cut
   */
  int[] of(String constant, int axis);
}
