package io.espalier.dataset;

import java.util.Iterator;

/**
 * Batches in a fixed order, made ahead by background threads; {@code next} waits for them, and
 * passes on what went wrong there. Closing stops the threads.
 */
public interface Batches extends Iterator<Batch>, AutoCloseable {
  @Override
  void close();
}
