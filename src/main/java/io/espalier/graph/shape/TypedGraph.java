package io.espalier.graph.shape;

import io.espalier.graph.Graph;
import io.espalier.graph.TensorType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A graph and what is known of its values.
 *
 * @param types by value name, initializers and graph inputs included; a value missing here has an
 *     unknown type
 * @param unresolved by node name, why its outputs have no type
 */
public record TypedGraph(
    Graph graph, Map<String, TensorType> types, Map<String, String> unresolved) {
  public TypedGraph {
    types = Collections.unmodifiableMap(new LinkedHashMap<>(types));
    unresolved = Collections.unmodifiableMap(new LinkedHashMap<>(unresolved));
  }

  public Optional<TensorType> type(String value) {
    return Optional.ofNullable(types.get(value));
  }
}
