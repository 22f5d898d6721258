package io.espalier.job;

import java.util.Locale;

/** What an event tells. */
public enum JobEventType {
  QUEUED,
  STARTED,
  PROGRESS,
  /** The attempt ended without a result and another will follow. */
  RETRYING,
  CANCEL_REQUESTED,
  SUCCEEDED,
  FAILED,
  CANCELLED;

  /** The name used over HTTP, for example {@code cancel-requested}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether no event can follow. */
  public boolean isLast() {
    return this == SUCCEEDED || this == FAILED || this == CANCELLED;
  }
}
