package io.espalier.method.spec;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a job leaves behind. */
public enum Output {
  /** The compressed model as an ONNX file. */
  ONNX,
  /** The comparison with the original. */
  REPORT;

  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
