package io.espalier.upload;

import io.espalier.json.JsonPlace;
import io.espalier.json.OptionType;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** A digest as lower-case hexadecimal digits. */
final class DigestType implements OptionType<String> {
  private final String pattern;

  DigestType(int digits) {
    this.pattern = "[0-9a-f]{%d}".formatted(digits);
  }

  @Override
  public Optional<String> read(JsonNode value, JsonPlace place) {
    if (value.isString() && Pattern.matches(pattern, value.stringValue())) {
      return Optional.of(value.stringValue());
    }
    place.refuse(
        "bad-digest",
        "The %s must be lower-case hexadecimal digits: %s.".formatted(place.name(), pattern));
    return Optional.empty();
  }

  @Override
  public Map<String, Object> schema() {
    return Map.of("type", "string", "pattern", "^" + pattern + "$");
  }
}
