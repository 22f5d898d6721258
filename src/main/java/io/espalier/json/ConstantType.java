package io.espalier.json;

import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Exactly one text, as the tag of a tagged object. */
public final class ConstantType implements OptionType<String> {
  private final String text;

  private ConstantType(String text) {
    this.text = text;
  }

  public static ConstantType of(String text) {
    return new ConstantType(text);
  }

  @Override
  public Optional<String> read(JsonNode value, JsonPlace place) {
    if (value.isString() && value.stringValue().equals(text)) {
      return Optional.of(text);
    }
    place.refuseType(value, "\"%s\"".formatted(text));
    return Optional.empty();
  }

  @Override
  public Map<String, Object> schema() {
    return Map.of("const", text);
  }
}
