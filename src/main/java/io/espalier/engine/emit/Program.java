package io.espalier.engine.emit;

import java.util.List;

/**
 * A graph as TorchScript source.
 *
 * <p>The source holds one class whose {@code forward} takes the graph's inputs in order, the
 * weights as one list of tensors, and a boolean tensor that says whether the model trains; it
 * returns the graph's outputs as a list of tensors.
 *
 * @param source identifiers are generated; no name or text of the model occurs in it
 * @param weights in the order the list must have
 */
public record Program(String source, List<Weight> weights) {
  /** Name of the class in the source. */
  public static final String CLASS_NAME = "M";

  public Program {
    weights = List.copyOf(weights);
  }
}
