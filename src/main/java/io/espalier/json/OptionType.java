package io.espalier.json;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * The kind of values an option takes: how they are read, and the JSON schema that says so.
 *
 * <p>Both come from one declaration, so what is documented is what is accepted.
 */
public interface OptionType<T> {
  /** The value, or empty after its faults were reported at the place. */
  Optional<T> read(JsonNode value, JsonPlace place);

  /** The JSON schema (2020-12) of the accepted values. */
  Map<String, Object> schema();

  /** The same accepted values, made into another type. */
  default <R> OptionType<R> map(Function<T, R> make) {
    OptionType<T> original = this;
    return new OptionType<>() {
      @Override
      public Optional<R> read(JsonNode value, JsonPlace place) {
        return original.read(value, place).map(make);
      }

      @Override
      public Map<String, Object> schema() {
        return original.schema();
      }
    };
  }
}
