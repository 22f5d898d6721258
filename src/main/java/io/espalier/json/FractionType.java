package io.espalier.json;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** A finite number in an interval: the least included, the bound above it as chosen. */
public final class FractionType implements OptionType<Double> {
  private static final Set<String> NOT_FINITE =
      Set.of("NaN", "Infinity", "+Infinity", "-Infinity", "INF", "-INF");

  private final double least;
  private final double bound;
  private final boolean included;

  private FractionType(double least, double bound, boolean included) {
    this.least = least;
    this.bound = bound;
    this.included = included;
  }

  public static OptionType<Double> between(double least, double below) {
    return new FractionType(least, below, false);
  }

  /** Numbers up to a bound that is one of them. */
  public static OptionType<Double> upTo(double least, double most) {
    return new FractionType(least, most, true);
  }

  @Override
  public Optional<Double> read(JsonNode value, JsonPlace place) {
    if (!value.isNumber()) {
      refuseOther(value, place);
      return Optional.empty();
    }
    double number = value.doubleValue(Double.NaN);
    if (!Double.isFinite(number)) {
      refuseNotFinite(value, place);
      return Optional.empty();
    }
    if (number < least || number > bound || (number == bound && !included)) {
      place.refuse(
          "out-of-range",
          "The %s (%s) must be at least %s and %s %s."
              .formatted(
                  place.name(),
                  JsonPlace.quote(value),
                  least,
                  included ? "at most" : "less than",
                  bound));
      return Optional.empty();
    }
    return Optional.of(number);
  }

  private static void refuseOther(JsonNode value, JsonPlace place) {
    if (value.isString() && NOT_FINITE.contains(value.stringValue())) {
      refuseNotFinite(value, place);
    } else {
      place.refuseType(value, "a number");
    }
  }

  private static void refuseNotFinite(JsonNode value, JsonPlace place) {
    place.refuse(
        "not-finite",
        "The %s (%s) must be a finite number.".formatted(place.name(), JsonPlace.quote(value)));
  }

  @Override
  public Map<String, Object> schema() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "number");
    schema.put("minimum", least);
    schema.put(included ? "maximum" : "exclusiveMaximum", bound);
    return schema;
  }
}
