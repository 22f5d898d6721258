package io.espalier.method.prune.recovery;

import io.espalier.graph.Tensor;
import io.espalier.method.PruningRecord.RecoveredLayer;
import java.util.List;
import java.util.Map;

/** What one layer is brought back by: it sees values of both networks, then gives new constants. */
interface Fit extends AutoCloseable {
  /** Name of the layer. */
  String layer();

  /** The value whose nodes have to be brought back before this layer. */
  String behind();

  /** Values of the cut network that it sees. */
  List<String> cutValues();

  /** Values of the original that it sees. */
  List<String> originalValues();

  /** Takes in one batch. */
  void see(Sight batch);

  /** The new constants once every batch was seen. */
  Outcome solve(Constants current);

  @Override
  void close();

  /**
   * Values of both networks for one batch.
   *
   * @param samples of the batch
   */
  record Sight(int samples, Map<String, Tensor> cut, Map<String, Tensor> original) {}

  /** Looks constants up as they are now. */
  @FunctionalInterface
  interface Constants {
    Tensor of(String name);
  }

  /**
   * What changes.
   *
   * @param constants by name, of the types they had
   */
  record Outcome(Map<String, Tensor> constants, RecoveredLayer record) {}
}
