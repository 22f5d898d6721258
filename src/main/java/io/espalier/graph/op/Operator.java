package io.espalier.graph.op;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is known of one operator of the default domain, versions 17 to 21.
 *
 * @param minInputs leading inputs that must be present
 * @param maxInputs {@link #ANY} when there is no bound
 * @param maxOutputs {@link #ANY} when there is no bound
 * @param attributes kind of each attribute by name
 * @param types how output types follow
 * @param contents how small integer results follow
 */
public record Operator(
    String name,
    int minInputs,
    int maxInputs,
    int maxOutputs,
    Map<String, AttributeKind> attributes,
    TypeRule types,
    ContentRule contents) {
  public static final int ANY = Integer.MAX_VALUE;

  public Operator {
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
  }
}
