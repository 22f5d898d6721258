package io.espalier.resource;

import java.util.List;

/**
 * One part of a list, newest first.
 *
 * @param next the cursor of the following page, or the empty string when this is the last one
 */
public record Page<T>(List<T> items, String next) {
  public Page {
    items = List.copyOf(items);
  }

  public boolean hasMore() {
    return !next.isEmpty();
  }
}
