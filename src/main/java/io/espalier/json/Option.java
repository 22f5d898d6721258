package io.espalier.json;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * One named member of a JSON object, declared once for reading and for documentation.
 *
 * @param fallback the value of an absent member; a member without one is required
 * @param documentedDefault the same value as JSON, for the schema
 * @param deprecated whether it is read for the sake of older documents alone
 */
public record Option<T>(
    String name,
    OptionType<T> type,
    String description,
    Optional<T> fallback,
    Optional<Object> documentedDefault,
    boolean deprecated) {

  /** A member that new documents may hold. */
  public Option(
      String name,
      OptionType<T> type,
      String description,
      Optional<T> fallback,
      Optional<Object> documentedDefault) {
    this(name, type, description, fallback, documentedDefault, false);
  }

  public static <T> Option<T> required(String name, OptionType<T> type, String description) {
    return new Option<>(name, type, description, Optional.empty(), Optional.empty());
  }

  /**
   * An option that may be left out.
   *
   * @param json the fallback as JSON
   */
  public static <T> Option<T> withDefault(
      String name, OptionType<T> type, String description, T fallback, Object json) {
    return new Option<>(name, type, description, Optional.of(fallback), Optional.of(json));
  }

  /** An option without a default that may be left out. */
  public static <T> Option<Optional<T>> optional(
      String name, OptionType<T> type, String description) {
    return new Option<>(
        name, type.map(Optional::of), description, Optional.of(Optional.empty()), Optional.empty());
  }

  /** An option without a default that may be left out or be {@code null}. */
  public static <T> Option<Optional<T>> nullable(
      String name, OptionType<T> type, String description) {
    return new Option<>(
        name,
        new NullableType<>(type),
        description,
        Optional.of(Optional.empty()),
        Optional.empty());
  }

  /**
   * The same option, whose absence documents describe by a value.
   *
   * @param json the value as JSON
   */
  public Option<T> documenting(Object json) {
    return new Option<>(name, type, description, fallback, Optional.of(json), deprecated);
  }

  /** The same option, read for the sake of older documents alone. */
  public Option<T> asDeprecated() {
    return new Option<>(name, type, description, fallback, documentedDefault, true);
  }

  boolean isRequired() {
    return fallback.isEmpty();
  }

  /** The value of this member of an object, or empty after its faults were reported. */
  public Optional<T> readFrom(JsonNode object, JsonPlace place) {
    JsonPlace here = place.member(name);
    if (object.has(name)) {
      return type.read(object.get(name), here);
    }
    if (isRequired()) {
      here.refuse("missing", "The %s is missing. Give it: %s".formatted(name, description));
    }
    return fallback;
  }

  /** The JSON schema of the member. */
  public Map<String, Object> schema() {
    Map<String, Object> schema = new LinkedHashMap<>(type.schema());
    schema.put("description", description);
    documentedDefault.ifPresent(json -> schema.put("default", json));
    if (deprecated) {
      schema.put("deprecated", true);
    }
    return schema;
  }
}
