package io.espalier.json;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The values read for the options of one object. */
public final class OptionValues {
  private final Map<Option<?>, Object> values = new HashMap<>();

  OptionValues() {}

  <T> void put(Option<T> option, Optional<T> value) {
    value.ifPresent(present -> values.put(option, present));
  }

  boolean has(Option<?> option) {
    return values.containsKey(option);
  }

  /**
   * The value of an option that the object declares.
   *
   * @throws IllegalArgumentException for an option that it does not declare
   */
  @SuppressWarnings("unchecked")
  public <T> T get(Option<T> option) {
    Object value = values.get(option);
    if (value == null) {
      throw new IllegalArgumentException("The object has no option (%s).".formatted(option.name()));
    }
    return (T) value;
  }
}
