package io.espalier.method.spec;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The element type that floating weights are written with. */
public enum Precision {
  FP32,
  FP16;

  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
