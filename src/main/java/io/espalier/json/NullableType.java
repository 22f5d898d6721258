package io.espalier.json;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A value that may also be {@code null}, which means the same as leaving it out. */
final class NullableType<T> implements OptionType<Optional<T>> {
  private final OptionType<T> type;

  NullableType(OptionType<T> type) {
    this.type = type;
  }

  @Override
  public Optional<Optional<T>> read(JsonNode value, JsonPlace place) {
    return value.isNull()
        ? Optional.of(Optional.empty())
        : type.read(value, place).map(Optional::of);
  }

  @Override
  public Map<String, Object> schema() {
    return Map.of("oneOf", List.of(type.schema(), Map.of("type", "null")));
  }
}
