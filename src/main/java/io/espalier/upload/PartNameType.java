package io.espalier.upload;

import io.espalier.json.JsonPlace;
import io.espalier.json.OptionType;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The name of a part. */
final class PartNameType implements OptionType<String> {
  @Override
  public Optional<String> read(JsonNode value, JsonPlace place) {
    if (!value.isString()) {
      place.refuseType(value, "text");
      return Optional.empty();
    }
    if (!PartName.isGood(value.stringValue())) {
      place.refuse("bad-part-name", "The name of a part must have %s.".formatted(PartName.RULE));
      return Optional.empty();
    }
    return Optional.of(value.stringValue());
  }

  @Override
  public Map<String, Object> schema() {
    return Map.of("type", "string", "minLength", 1, "maxLength", PartName.MOST_CHARACTERS);
  }
}
