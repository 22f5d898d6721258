package io.espalier.json;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** A JSON object with exactly one of several members. */
public final class ExactlyOneType<T> implements OptionType<T> {
  private final List<Option<T>> alternatives;

  private ExactlyOneType(List<Option<T>> alternatives) {
    this.alternatives = List.copyOf(alternatives);
  }

  /** The alternatives, the usual one first: an empty object is reported as missing that one. */
  public static <T> ExactlyOneType<T> of(List<Option<T>> alternatives) {
    return new ExactlyOneType<>(alternatives);
  }

  @Override
  public Optional<T> read(JsonNode value, JsonPlace place) {
    if (!value.isObject()) {
      place.refuseType(value, "an object with one of %s".formatted(listed()));
      return Optional.empty();
    }
    boolean allKnown =
        UnknownFields.refuse(value, alternatives.stream().map(Option::name).toList(), place);
    List<Option<T>> given =
        alternatives.stream().filter(option -> value.has(option.name())).toList();
    List<T> read =
        given.stream().flatMap(option -> option.readFrom(value, place).stream()).toList();
    refuseOtherThanOne(given, place);
    return allKnown && given.size() == 1 && read.size() == 1
        ? Optional.of(read.getFirst())
        : Optional.empty();
  }

  private void refuseOtherThanOne(List<Option<T>> given, JsonPlace place) {
    if (given.isEmpty()) {
      place
          .member(alternatives.getFirst().name())
          .refuse("missing", "The %s needs one of %s.".formatted(place.name(), listed()));
    } else if (given.size() > 1) {
      place.refuse(
          "conflicting-fields",
          "The %s must have only one of %s.".formatted(place.name(), listed()));
    }
  }

  private String listed() {
    return alternatives.stream().map(Option::name).collect(Collectors.joining(", "));
  }

  @Override
  public Map<String, Object> schema() {
    Map<String, Object> properties = new LinkedHashMap<>();
    alternatives.forEach(option -> properties.put(option.name(), option.schema()));
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("properties", properties);
    schema.put("minProperties", 1);
    schema.put("maxProperties", 1);
    schema.put("additionalProperties", false);
    return schema;
  }
}
