package io.espalier.catalog;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the analysis of a model found.
 *
 * @param extents numbers that stand in for the open extents of inputs when cost is counted, by the
 *     name of the extent
 * @param operators how often each operator occurs
 * @param warnings sentences for the user, for example about a part that has no known cost
 */
public record ModelSummary(
    ModelCost cost,
    List<ModelPort> inputs,
    List<ModelPort> outputs,
    Map<String, Long> extents,
    SortedMap<String, Integer> operators,
    GroupCount groups,
    List<String> warnings) {
  public ModelSummary {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    extents = Collections.unmodifiableMap(new TreeMap<>(extents));
    operators = Collections.unmodifiableSortedMap(new TreeMap<>(operators));
    warnings = List.copyOf(warnings);
  }
}
