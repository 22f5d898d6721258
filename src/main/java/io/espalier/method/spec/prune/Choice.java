package io.espalier.method.spec.prune;

import io.espalier.json.Option;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One of the things an option may be, for documentation.
 *
 * @param option name of the option
 * @param type its value, bare or as the {@code type} of an object
 * @param summary one sentence
 * @param needsData whether the job must name a data set
 * @param needsLabels whether the targets of its samples are used
 * @param options JSON schemas of what can be set beside the type, defaults included
 */
public record Choice(
    String option,
    String type,
    String summary,
    boolean needsData,
    boolean needsLabels,
    Map<String, Object> options) {

  static Map<String, Object> schemas(List<Option<?>> options) {
    Map<String, Object> schemas = new LinkedHashMap<>();
    options.forEach(option -> schemas.put(option.name(), option.schema()));
    return schemas;
  }
}
