package io.espalier.method.spec;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What goes of an attention when it is cut. */
public enum AttentionPart {
  /** The same dimensions of every head. */
  HEAD_DIMENSIONS,
  /** Whole heads. */
  HEADS;

  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
