package io.espalier.dataset;

import io.espalier.graph.Tensor;

/**
 * Samples as a network takes them.
 *
 * <ul>
 *   <li>inputs: {@code [N, …]}, float (images {@code [N, C, H, W]}) or int64 (tokens {@code [N,
 *       T]})
 *   <li>targets: int64 class indices {@code [N]}, {@code [N, H, W]} or {@code [N, T]} (−100 is not
 *       counted), or float: class probabilities or values {@code [N, K]}
 * </ul>
 *
 * <p>The bytes are valid until the batch is closed.
 */
public interface Batch extends AutoCloseable {
  Tensor inputs();

  Tensor targets();

  default int size() {
    return Math.toIntExact(inputs().dim(0));
  }

  @Override
  void close();
}
