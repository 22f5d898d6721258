package io.espalier.graph;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network: named values, the nodes that compute them in topological order, and constants.
 *
 * <p>A graph is a value: every change makes a new one through {@link GraphEditor}.
 *
 * @param inputs values a caller must give, without those that have an initializer
 * @param outputs values a caller gets, in order
 * @param nodes producers before consumers
 * @param initializers constants by value name; in a subgraph only its own
 * @param opsets version of each operator domain; the default domain is the empty string
 * @param metadata free key-value pairs that travel with the model
 */
public record Graph(
    String name,
    List<ValueInfo> inputs,
    List<ValueInfo> outputs,
    List<Node> nodes,
    Map<String, Tensor> initializers,
    Map<String, Long> opsets,
    Map<String, String> metadata) {

  public Graph {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    nodes = List.copyOf(nodes);
    initializers = Collections.unmodifiableMap(new LinkedHashMap<>(initializers));
    opsets = Collections.unmodifiableMap(new LinkedHashMap<>(opsets));
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  /** The version of the default domain; 0 when it is not imported. */
  public long opset() {
    return opsets.getOrDefault("", 0L);
  }

  /** True for a value this graph holds as a constant. */
  public boolean isConstant(String value) {
    return initializers.containsKey(value);
  }

  public Graph withNodes(List<Node> newNodes) {
    return new Graph(name, inputs, outputs, newNodes, initializers, opsets, metadata);
  }

  public Graph withInitializers(Map<String, Tensor> newInitializers) {
    return new Graph(name, inputs, outputs, nodes, newInitializers, opsets, metadata);
  }

  public Graph withOpsets(Map<String, Long> newOpsets) {
    return new Graph(name, inputs, outputs, nodes, initializers, newOpsets, metadata);
  }

  public Graph withMetadata(Map<String, String> newMetadata) {
    return new Graph(name, inputs, outputs, nodes, initializers, opsets, newMetadata);
  }
}
