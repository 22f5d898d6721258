package io.espalier.method.spec.prune;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What brings a cut network back without labels. */
public enum Recovery {
  /** Statistics of every BatchNormalization measured anew. */
  BN_RECALIBRATION,
  /** Weights of every layer that lost inputs refitted to the outputs it had. */
  LEAST_SQUARES,
  /** Biases moved so that every layer's outputs have the mean they had. */
  BIAS_CORRECTION;

  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
