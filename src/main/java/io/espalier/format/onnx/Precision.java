package io.espalier.format.onnx;

import java.util.Locale;

/** How many bits weights and activations of a written model have. */
public enum Precision {
  FP32,
  FP16;

  /** As job documents and reports write it, for example {@code fp16}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
