package io.espalier.json;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A choice written as a bare name ({@code "l1"}) or as an object ({@code {"type":"l1"}}). */
public final class NamedType<T> implements OptionType<T> {
  private final ChoiceType<T> bare;
  private final ObjectType<T> object;

  private NamedType(ChoiceType<T> bare, ObjectType<T> object) {
    this.bare = bare;
    this.object = object;
  }

  public static <T> NamedType<T> of(ChoiceType<T> choice, String description) {
    Option<T> type = Option.required("type", choice, description);
    return new NamedType<>(choice, ObjectType.of(List.of(type), values -> values.get(type)));
  }

  @Override
  public Optional<T> read(JsonNode value, JsonPlace place) {
    return value.isObject() ? object.read(value, place) : bare.read(value, place);
  }

  @Override
  public Map<String, Object> schema() {
    return Map.of("oneOf", List.of(bare.schema(), object.schema()));
  }
}
