package io.espalier.graph.cost;

import io.espalier.graph.TensorType;
import java.util.List;

/**
 * What one node costs for one sample; the same conventions as {@link Cost}.
 *
 * @param node name of the node
 * @param operator with its domain in front, unless that is the default one
 * @param parameters of constants that no earlier node computes with; a transposed or reshaped
 *     constant counts where the result is read
 * @param bytes of the same constants
 * @param outputs types of the outputs in order, without those that are unknown
 */
public record NodeCost(
    String node,
    String operator,
    long parameters,
    long macs,
    long flops,
    long bytes,
    List<TensorType> outputs) {
  public NodeCost {
    outputs = List.copyOf(outputs);
  }
}
