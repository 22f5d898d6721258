package io.espalier.dataset.load;

import java.util.concurrent.atomic.AtomicLong;

/** Bytes that decoded pictures may still take, for all splits of a data set together. */
final class CacheBudget {
  private final AtomicLong left;

  CacheBudget(long bytes) {
    this.left = new AtomicLong(bytes);
  }

  /** Whether that many bytes were left, and are taken now. */
  boolean take(long bytes) {
    long before =
        left.getAndUpdate(available -> available >= bytes ? available - bytes : available);
    return before >= bytes;
  }
}
