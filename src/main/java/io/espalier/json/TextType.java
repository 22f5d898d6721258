package io.espalier.json;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Text of at least one and at most so many UTF-16 units, without NUL and lone surrogates. */
public final class TextType implements OptionType<String> {
  private final int longest;

  private TextType(int longest) {
    this.longest = longest;
  }

  public static OptionType<String> upTo(int longest) {
    return new TextType(longest);
  }

  @Override
  public Optional<String> read(JsonNode value, JsonPlace place) {
    if (!value.isString()) {
      place.refuseType(value, "text");
      return Optional.empty();
    }
    String text = value.stringValue();
    if (isBad(text)) {
      place.refuse(
          "bad-text",
          "The %s must not hold the NUL character or half of a surrogate pair."
              .formatted(place.name()));
      return Optional.empty();
    }
    if (text.isBlank() || text.length() > longest) {
      place.refuse(
          "out-of-range",
          "The %s must have between 1 and %d characters.".formatted(place.name(), longest));
      return Optional.empty();
    }
    return Optional.of(text);
  }

  private static boolean isBad(String text) {
    return text.codePoints()
        .anyMatch(point -> point == 0 || Character.getType(point) == Character.SURROGATE);
  }

  @Override
  public Map<String, Object> schema() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "string");
    schema.put("minLength", 1);
    schema.put("maxLength", longest);
    return schema;
  }
}
