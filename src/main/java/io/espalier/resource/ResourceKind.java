package io.espalier.resource;

import java.util.Locale;

/** The kinds of resources that have identifiers. */
public enum ResourceKind {
  MODEL("mdl_"),
  JOB("job_"),
  UPLOAD("upl_"),
  DATASET("ds_");

  private final String prefix;

  ResourceKind(String prefix) {
    this.prefix = prefix;
  }

  /** What every identifier of this kind begins with, for example {@code mdl_}. */
  public String prefix() {
    return prefix;
  }

  /** The word used in messages. */
  public String noun() {
    return this == DATASET ? "data set" : name().toLowerCase(Locale.ROOT);
  }
}
