package io.espalier.json;

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

  private ObjectType(List<Option<?>> options, Function<OptionValues, T> make, boolean open) {
    this.options = List.copyOf(options);
    this.make = make;
    this.open = open;
  }

  /** An object whose other members are refused. */
  public static <T> ObjectType<T> of(List<Option<?>> options, Function<OptionValues, T> make) {
    return new ObjectType<>(options, make, false);
  }

  /** An object that others write, whose other members are passed over. */
  public static <T> ObjectType<T> open(List<Option<?>> options, Function<OptionValues, T> make) {
    return new ObjectType<>(options, make, true);
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
    return allKnown && options.stream().allMatch(values::has)
        ? Optional.of(make.apply(values))
        : Optional.empty();
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
