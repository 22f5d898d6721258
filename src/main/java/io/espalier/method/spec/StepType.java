package io.espalier.method.spec;

import io.espalier.json.ChoiceType;
import io.espalier.json.JsonPlace;
import io.espalier.json.Option;
import io.espalier.json.OptionType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import tools.jackson.databind.JsonNode;

/** A step of any known type, told apart by its {@code type}. */
final class StepType implements OptionType<MethodSpec> {
  private final SequencedMap<String, StepDescription<?>> descriptions = new LinkedHashMap<>();
  private final ChoiceType<String> types;

  StepType(List<StepDescription<?>> known) {
    known.forEach(description -> descriptions.put(description.type(), description));
    this.types = ChoiceType.ofTypes(List.copyOf(descriptions.keySet()));
  }

  @Override
  public Optional<MethodSpec> read(JsonNode value, JsonPlace place) {
    if (!value.isObject()) {
      place.refuseType(value, "an object");
      return Optional.empty();
    }
    return Option.required(
            "type", types, "one of " + String.join(", ", descriptions.keySet()) + ".")
        .readFrom(value, place)
        .flatMap(type -> readAs(descriptions.get(type), value, place));
  }

  private static <S extends MethodSpec> Optional<MethodSpec> readAs(
      StepDescription<S> description, JsonNode value, JsonPlace place) {
    return description.options().read(value, place).map(spec -> spec);
  }

  @Override
  public Map<String, Object> schema() {
    List<Map<String, Object>> schemas =
        descriptions.values().stream().map(description -> description.options().schema()).toList();
    return Map.of("oneOf", schemas);
  }
}
