package io.espalier.graph.cost;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a graph costs for one sample: the batch counts as 1.
 *
 * <p>MACs are the multiply-accumulates of convolutions and matrix products. FLOPs are two per MAC
 * and one per bias addition of those operators. Element-wise work, normalisation, activations and
 * pooling count as 0 in both.
 *
 * @param nodes in graph order
 * @param parameters learned numbers: elements of floating-point constants, each shared constant
 *     once, without one-element constants outside weight slots and without the running statistics
 *     of BatchNormalization
 * @param bytes of all constants that are read, integers and statistics included
 * @param notCosted by node name, why the MACs and FLOPs of a node are unknown; it adds 0 to the
 *     sums
 */
public record Cost(
    List<NodeCost> nodes,
    long parameters,
    long macs,
    long flops,
    long bytes,
    Map<String, String> notCosted) {
  public Cost {
    nodes = List.copyOf(nodes);
    notCosted = Collections.unmodifiableMap(new LinkedHashMap<>(notCosted));
  }
}
