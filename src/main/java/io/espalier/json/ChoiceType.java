package io.espalier.json;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** One of a fixed set of names, exactly as written. */
public final class ChoiceType<T> implements OptionType<T> {
  private final SequencedMap<String, T> values;
  private final String refusal;

  private ChoiceType(SequencedMap<String, T> values, String refusal) {
    this.values = values;
    this.refusal = refusal;
  }

  /** A choice between values; another name is an {@code unknown-value}. */
  public static <T> ChoiceType<T> of(Stream<T> values, Function<T, String> name) {
    SequencedMap<String, T> named = new LinkedHashMap<>();
    values.forEach(value -> named.put(name.apply(value), value));
    return new ChoiceType<>(named, "unknown-value");
  }

  /** A choice between the types of a tagged object; another name is an {@code unknown-type}. */
  public static ChoiceType<String> ofTypes(List<String> types) {
    SequencedMap<String, String> named = new LinkedHashMap<>();
    types.forEach(type -> named.put(type, type));
    return new ChoiceType<>(named, "unknown-type");
  }

  @Override
  public Optional<T> read(JsonNode value, JsonPlace place) {
    if (!value.isString()) {
      place.refuseType(value, "one of " + String.join(", ", values.keySet()));
      return Optional.empty();
    }
    Optional<T> chosen = Optional.ofNullable(values.get(value.stringValue()));
    if (chosen.isEmpty()) {
      place.refuse(refusal, message(value.stringValue(), place));
    }
    return chosen;
  }

  private String message(String given, JsonPlace place) {
    return "The %s (%s) is unknown. %s"
        .formatted(
            place.name(),
            JsonPlace.quote(given),
            Choices.explain(given, List.copyOf(values.keySet())));
  }

  @Override
  public Map<String, Object> schema() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "string");
    schema.put("enum", List.copyOf(values.keySet()));
    return schema;
  }
}
