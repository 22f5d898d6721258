package io.espalier.method.spec;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** A second reading of the JSON schemas that options give: the keywords they use, and no others. */
public final class SchemaCheck {
  private SchemaCheck() {}

  /** True when the value is what the schema describes. */
  public static boolean accepts(Map<String, Object> schema, JsonNode value) {
    return schema.entrySet().stream()
        .allMatch(entry -> holds(entry.getKey(), entry.getValue(), schema, value));
  }

  private static boolean holds(
      String keyword, Object operand, Map<String, Object> schema, JsonNode value) {
    return switch (keyword) {
      case "description", "default", "deprecated" -> true;
      case "type" -> isType((String) operand, value);
      case "const" -> value.isString() && value.stringValue().equals(operand);
      case "enum" -> value.isString() && ((List<?>) operand).contains(value.stringValue());
      case "minimum" -> !value.isNumber() || compare(value, operand) >= 0;
      case "maximum" -> !value.isNumber() || compare(value, operand) <= 0;
      case "exclusiveMaximum" -> !value.isNumber() || compare(value, operand) < 0;
      case "minLength" -> !value.isString() || value.stringValue().length() >= (int) operand;
      case "maxLength" -> !value.isString() || value.stringValue().length() <= (int) operand;
      case "minItems" -> !value.isArray() || value.size() >= (int) operand;
      case "maxItems" -> !value.isArray() || value.size() <= (int) operand;
      case "minProperties" -> !value.isObject() || value.size() >= (int) operand;
      case "maxProperties" -> !value.isObject() || value.size() <= (int) operand;
      case "uniqueItems" ->
          !value.isArray() || value.valueStream().distinct().count() == value.size();
      case "items" ->
          !value.isArray() || value.valueStream().allMatch(item -> accepts(object(operand), item));
      case "oneOf" ->
          ((List<?>) operand).stream().filter(one -> accepts(object(one), value)).count() == 1;
      case "allOf" -> ((List<?>) operand).stream().allMatch(one -> accepts(object(one), value));
      case "not" -> !accepts(object(operand), value);
      case "required" ->
          !value.isObject()
              || ((List<?>) operand).stream().allMatch(name -> value.has((String) name));
      case "properties" -> !value.isObject() || propertiesHold(object(operand), value);
      case "additionalProperties" ->
          !value.isObject()
              || object(schema.get("properties")).keySet().containsAll(value.propertyNames());
      default -> throw new IllegalArgumentException("Unknown keyword (%s).".formatted(keyword));
    };
  }

  private static boolean propertiesHold(Map<String, Object> properties, JsonNode value) {
    return properties.entrySet().stream()
        .filter(property -> value.has(property.getKey()))
        .allMatch(property -> accepts(object(property.getValue()), value.get(property.getKey())));
  }

  private static boolean isType(String type, JsonNode value) {
    return switch (type) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isString();
      case "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      case "null" -> value.isNull();
      case "integer" -> value.isNumber() && value.canConvertToExactIntegral();
      default -> throw new IllegalArgumentException("Unknown type (%s).".formatted(type));
    };
  }

  private static int compare(JsonNode value, Object bound) {
    return value.decimalValue().compareTo(new BigDecimal(bound.toString()));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> object(Object schema) {
    return (Map<String, Object>) schema;
  }

  /** True when every object of the schema is closed. */
  public static boolean isClosed(Object schema) {
    return switch (schema) {
      case Map<?, ?> map ->
          (!"object".equals(map.get("type"))
                  || Boolean.FALSE.equals(map.get("additionalProperties")))
              && map.values().stream().allMatch(SchemaCheck::isClosed);
      case List<?> list ->
          IntStream.range(0, list.size()).allMatch(index -> isClosed(list.get(index)));
      default -> true;
    };
  }
}
