package io.espalier.json;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A whole number within bounds, both included; 3.9 and "3" are refused, 3.0 is 3. */
public final class IntegerType implements OptionType<Long> {
  private final long least;
  private final long most;

  private IntegerType(long least, long most) {
    this.least = least;
    this.most = most;
  }

  public static OptionType<Integer> ofInt(int least, int most) {
    return new IntegerType(least, most).map(Math::toIntExact);
  }

  public static OptionType<Long> ofLong(long least, long most) {
    return new IntegerType(least, most);
  }

  @Override
  public Optional<Long> read(JsonNode value, JsonPlace place) {
    if (!value.canConvertToExactIntegral()) {
      place.refuseType(value, "a whole number without a fraction");
      return Optional.empty();
    }
    BigInteger number = value.bigIntegerValue();
    if (isOutside(number)) {
      place.refuse(
          "out-of-range",
          "The %s (%s) must be between %d and %d."
              .formatted(place.name(), JsonPlace.quote(value), least, most));
      return Optional.empty();
    }
    return Optional.of(number.longValueExact());
  }

  private boolean isOutside(BigInteger number) {
    return number.compareTo(BigInteger.valueOf(least)) < 0
        || number.compareTo(BigInteger.valueOf(most)) > 0;
  }

  @Override
  public Map<String, Object> schema() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "integer");
    schema.put("minimum", least);
    schema.put("maximum", most);
    return schema;
  }
}
