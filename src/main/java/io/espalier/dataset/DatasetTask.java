package io.espalier.dataset;

import java.util.Locale;

/** What the targets of a data set are. */
public enum DatasetTask {
  /** One class a sample. */
  CLASSIFICATION,
  /** Real numbers. */
  REGRESSION,
  /** A class for each pixel. */
  SEGMENTATION,
  /** A class for each step of a sequence. */
  SEQUENCE;

  /** The name used over HTTP. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
