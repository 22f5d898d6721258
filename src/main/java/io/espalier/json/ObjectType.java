package io.espalier.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** A JSON object with declared members; every fault of every member is reported. */
public final class ObjectType<T> implements OptionType<T> {
  private final List<Option<?>> options;
  private final Function<OptionValues, T> make;
  private final boolean open;
  private final List<List<String>> exclusive;
  private final boolean filled;

  private ObjectType(
      List<Option<?>> options,
      Function<OptionValues, T> make,
      boolean open,
      List<List<String>> exclusive,
      boolean filled) {
    this.options = List.copyOf(options);
    this.make = make;
    this.open = open;
    this.exclusive = exclusive;
    this.filled = filled;
  }

  /** An object whose other members are refused. */
  public static <T> ObjectType<T> of(List<Option<?>> options, Function<OptionValues, T> make) {
    return new ObjectType<>(options, make, false, List.of(), false);
  }

  /** An object that others write, whose other members are passed over. */
  public static <T> ObjectType<T> open(List<Option<?>> options, Function<OptionValues, T> make) {
    return new ObjectType<>(options, make, true, List.of(), false);
  }

  /** The same object, in which at most one of two members may be given. */
  public ObjectType<T> withOnlyOneOf(String one, String other) {
    List<List<String>> pairs = new ArrayList<>(exclusive);
    pairs.add(List.of(one, other));
    return new ObjectType<>(options, make, open, List.copyOf(pairs), filled);
  }

  /** The same object, in which at least one member must be given and not be {@code null}. */
  public ObjectType<T> withAtLeastOne() {
    return new ObjectType<>(options, make, open, exclusive, true);
  }

  @Override
  public Optional<T> read(JsonNode value, JsonPlace place) {
    if (!value.isObject()) {
      place.refuseType(value, "an object");
      return Optional.empty();
    }
    boolean allKnown = open || UnknownFields.refuse(value, names(), place);
    OptionValues values = new OptionValues();
    options.forEach(option -> readInto(values, option, value, place));
    return allKnown & refuseBoth(value, place) & refuseNone(value, place)
            && options.stream().allMatch(values::has)
        ? Optional.of(make.apply(values))
        : Optional.empty();
  }

  private boolean refuseBoth(JsonNode object, JsonPlace place) {
    List<List<String>> conflicts =
        exclusive.stream().filter(pair -> pair.stream().allMatch(object::has)).toList();
    conflicts.forEach(
        pair ->
            place.refuse(
                "conflicting-fields",
                "The %s must have only one of %s."
                    .formatted(place.name(), String.join(", ", pair))));
    return conflicts.isEmpty();
  }

  private boolean refuseNone(JsonNode object, JsonPlace place) {
    boolean none = filled && names().stream().noneMatch(object::hasNonNull);
    if (none) {
      place
          .member(names().getFirst())
          .refuse(
              "missing",
              "The %s needs at least one of %s."
                  .formatted(place.name(), String.join(", ", names())));
    }
    return !none;
  }

  @Override
  public Map<String, Object> schema() {
    Map<String, Object> properties = new LinkedHashMap<>();
    options.forEach(option -> properties.put(option.name(), option.schema()));
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("properties", properties);
    schema.put("required", options.stream().filter(Option::isRequired).map(Option::name).toList());
    schema.put("additionalProperties", open);
    if (!exclusive.isEmpty()) {
      schema.put(
          "allOf",
          exclusive.stream().map(pair -> Map.of("not", Map.of("required", pair))).toList());
    }
    if (filled) {
      Map<String, Object> absent = new LinkedHashMap<>();
      names().forEach(name -> absent.put(name, Map.of("type", "null")));
      schema.put("not", Map.of("properties", absent));
    }
    return schema;
  }

  private List<String> names() {
    return options.stream().map(Option::name).toList();
  }

  private static <V> void readInto(
      OptionValues values, Option<V> option, JsonNode object, JsonPlace place) {
    values.put(option, option.readFrom(object, place));
  }
}
