package io.espalier.json;

import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** True or false; "true" and 1 are refused. */
public final class BooleanType implements OptionType<Boolean> {
  @Override
  public Optional<Boolean> read(JsonNode value, JsonPlace place) {
    if (value.isBoolean()) {
      return Optional.of(value.booleanValue());
    }
    place.refuseType(value, "true or false");
    return Optional.empty();
  }

  @Override
  public Map<String, Object> schema() {
    return Map.of("type", "boolean");
  }
}
