package io.espalier.engine.train;

import java.util.List;

/**
 * Weights that are trained alike.
 *
 * @param weights names of the graph's constants
 */
public record ParameterGroup(List<String> weights, double learningRate, double weightDecay) {
  public ParameterGroup {
    weights = List.copyOf(weights);
  }
}
