package io.espalier.method.spec;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How the importance of a channel is judged. */
public enum Criterion {
  /** Sum of the absolute weights. */
  L1,
  /** Square root of the sum of the squared weights. */
  L2,
  /** A seeded draw: the control every other criterion has to beat. */
  RANDOM;

  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
