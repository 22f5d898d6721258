package io.espalier.engine.emit;

import io.espalier.graph.Tensor;
import java.util.List;

/** A constant of the graph that the program takes as one tensor of its weight list. */
public record Weight(String value, Tensor tensor) {
  public static List<Tensor> tensors(List<Weight> weights) {
    return weights.stream().map(Weight::tensor).toList();
  }
}
