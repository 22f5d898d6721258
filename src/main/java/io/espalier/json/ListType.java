package io.espalier.json;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * A JSON array of at least one and at most so many items; every fault of every item is reported.
 */
public final class ListType<T> implements OptionType<List<T>> {
  private final OptionType<T> itemType;
  private final int least;
  private final int most;
  private final Optional<Function<T, ?>> key;

  private ListType(OptionType<T> itemType, int least, int most, Optional<Function<T, ?>> key) {
    this.itemType = itemType;
    this.least = least;
    this.most = most;
    this.key = key;
  }

  public static <T> ListType<T> of(OptionType<T> itemType, int most) {
    return new ListType<>(itemType, 1, most, Optional.empty());
  }

  /** A list whose items must all have different keys. */
  public static <T> ListType<T> ofDistinct(OptionType<T> itemType, int most, Function<T, ?> key) {
    return new ListType<>(itemType, 1, most, Optional.of(key));
  }

  /** The same list, which may also have no item. */
  public ListType<T> orNone() {
    return new ListType<>(itemType, 0, most, key);
  }

  @Override
  public Optional<List<T>> read(JsonNode value, JsonPlace place) {
    if (!value.isArray()) {
      place.refuseType(value, "an array");
      return Optional.empty();
    }
    if (value.size() < least || value.size() > most) {
      place.refuse(
          "out-of-range",
          "The %s must have between %d and %d items, not %d."
              .formatted(place.name(), least, most, value.size()));
      return Optional.empty();
    }
    return readItems(value, place);
  }

  private Optional<List<T>> readItems(JsonNode array, JsonPlace place) {
    List<T> items = new ArrayList<>();
    Set<Object> seen = new HashSet<>();
    boolean allGood = true;
    for (int i = 0; i < array.size(); i++) {
      Optional<T> item = itemType.read(array.get(i), place.item(i));
      boolean repeated =
          item.isPresent() && key.isPresent() && !seen.add(key.get().apply(item.get()));
      if (repeated) {
        place
            .item(i)
            .refuse(
                "repeated", "The value %s is repeated.".formatted(JsonPlace.quote(array.get(i))));
      }
      allGood &= item.isPresent() && !repeated;
      item.ifPresent(items::add);
    }
    return allGood ? Optional.of(List.copyOf(items)) : Optional.empty();
  }

  @Override
  public Map<String, Object> schema() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "array");
    schema.put("items", itemType.schema());
    schema.put("minItems", least);
    schema.put("maxItems", most);
    if (key.isPresent()) {
      schema.put("uniqueItems", true);
    }
    return schema;
  }
}
