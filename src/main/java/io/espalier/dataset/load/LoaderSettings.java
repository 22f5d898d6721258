package io.espalier.dataset.load;

import java.util.Optional;

/**
 * How a data set is read.
 *
 * @param threads that decode and augment in the background, at least 1
 * @param cacheBytes of decoded pictures that may stay on the heap, so that they are decoded once; 0
 *     for none
 * @param sequenceLength tokens of each sequence, where the model takes a fixed number; otherwise
 *     sequences are as long as the longest of their batch
 */
public record LoaderSettings(int threads, long cacheBytes, Optional<Integer> sequenceLength) {
  public LoaderSettings {
    if (threads < 1) {
      throw new IllegalArgumentException("The threads (%d) must be at least 1.".formatted(threads));
    }
  }

  /** Sequences as long as they come. */
  public LoaderSettings(int threads, long cacheBytes) {
    this(threads, cacheBytes, Optional.empty());
  }
}
