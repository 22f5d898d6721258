package io.espalier.engine.train;

import io.espalier.graph.Tensor;
import java.util.Map;

/**
 * The state of a training between two steps.
 *
 * @param tensors by name
 * @param values small facts by name: position, best so far, settings' fingerprint
 */
public record Checkpoint(Map<String, Tensor> tensors, Map<String, String> values) {
  public Checkpoint {
    tensors = Map.copyOf(tensors);
    values = Map.copyOf(values);
  }
}
