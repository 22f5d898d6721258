package io.espalier.upload;

import io.espalier.json.JsonPlace;
import io.espalier.json.OptionType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A text, or a JSON object that is taken as its text. */
final class TextOrObjectType implements OptionType<String> {
  @Override
  public Optional<String> read(JsonNode value, JsonPlace place) {
    if (value.isString()) {
      return Optional.of(value.stringValue());
    }
    if (value.isObject()) {
      return Optional.of(value.toString());
    }
    place.refuseType(value, "text or an object");
    return Optional.empty();
  }

  @Override
  public Map<String, Object> schema() {
    return Map.of("oneOf", List.of(Map.of("type", "string"), Map.of("type", "object")));
  }
}
