package io.espalier.json;

import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** True or false; "true" and 1 are refused. */
public final class BooleanType implements OptionType<Boolean> {
  private final boolean mayBeTrue;

  private BooleanType(boolean mayBeTrue) {
    this.mayBeTrue = mayBeTrue;
  }

  public static BooleanType either() {
    return new BooleanType(true);
  }

  /** For a member that others write and whose {@code true} is not supported. */
  public static BooleanType onlyFalse() {
    return new BooleanType(false);
  }

  @Override
  public Optional<Boolean> read(JsonNode value, JsonPlace place) {
    if (value.isBoolean() && (mayBeTrue || !value.booleanValue())) {
      return Optional.of(value.booleanValue());
    }
    place.refuseType(value, mayBeTrue ? "true or false" : "false");
    return Optional.empty();
  }

  @Override
  public Map<String, Object> schema() {
    return mayBeTrue ? Map.of("type", "boolean") : Map.of("const", false);
  }
}
