package io.espalier.engine.train;

import java.util.List;

/**
 * A term of the loss that the network computes itself.
 *
 * @param value name of a floating value of rank 0; it is added to the loss
 * @param dials names of constants that {@link Learner#put} may change while the network learns
 */
public record Penalty(String value, List<String> dials) {
  public Penalty {
    dials = List.copyOf(dials);
  }
}
