package io.espalier.json;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** A JSON array of one to so many items; every fault of every item is reported. */
public final class ListType<T> implements OptionType<List<T>> {
  private final OptionType<T> itemType;
  private final int most;
  private final boolean distinct;

  private ListType(OptionType<T> itemType, int most, boolean distinct) {
    this.itemType = itemType;
    this.most = most;
    this.distinct = distinct;
  }

  public static <T> ListType<T> of(OptionType<T> itemType, int most) {
    return new ListType<>(itemType, most, false);
  }

  /** A list whose items must all be different. */
  public static <T> ListType<T> ofDistinct(OptionType<T> itemType, int most) {
    return new ListType<>(itemType, most, true);
  }

  @Override
  public Optional<List<T>> read(JsonNode value, JsonPlace place) {
    if (!value.isArray()) {
      place.refuseType(value, "an array");
      return Optional.empty();
    }
    if (value.isEmpty() || value.size() > most) {
      place.refuse(
          "out-of-range",
          "The %s must have between 1 and %d items, not %d."
              .formatted(place.name(), most, value.size()));
      return Optional.empty();
    }
    return readItems(value, place);
  }

  private Optional<List<T>> readItems(JsonNode array, JsonPlace place) {
    List<T> items = new ArrayList<>();
    Set<T> seen = new HashSet<>();
    boolean allGood = true;
    for (int i = 0; i < array.size(); i++) {
      Optional<T> item = itemType.read(array.get(i), place.item(i));
      boolean repeated = distinct && item.isPresent() && !seen.add(item.get());
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
    schema.put("minItems", 1);
    schema.put("maxItems", most);
    if (distinct) {
      schema.put("uniqueItems", true);
    }
    return schema;
  }
}
