package io.espalier.method.spec;

import java.util.Locale;

/** What a job leaves behind. */
public enum Output {
  /** The compressed model as an ONNX file. */
  ONNX,
  /** The comparison with the original. */
  REPORT;

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
