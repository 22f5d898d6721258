package io.espalier.method.spec;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Map;

/**
 * How much of a model has to remain.
 *
 * @param remaining fraction of the original that is left, in [{@value #LEAST}, 1)
 */
public record Target(Measure measure, double remaining) {
  /** The smallest fraction that can be asked for. */
  public static final double LEAST = 0.001;

  /** What the fraction is taken of. */
  public enum Measure {
    /** Multiply-accumulate operations of one forward pass. */
    MACS,
    /** Elements of all weights. */
    PARAMETERS;

    @JsonValue
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Map<String, Object> toDocument() {
    return Map.of(measure.wireName(), remaining);
  }
}
