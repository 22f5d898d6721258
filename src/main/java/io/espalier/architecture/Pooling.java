package io.espalier.architecture;

import java.util.Locale;

/** How one vector for the head is made of the vectors of all tokens. */
public enum Pooling {
  /** The class token; with a distillation token, each has a head and the two are averaged. */
  TOKEN,
  /** The mean over the patches, class and distillation token left out. */
  AVERAGE;

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
