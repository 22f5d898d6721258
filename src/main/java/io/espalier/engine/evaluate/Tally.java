package io.espalier.engine.evaluate;

import io.espalier.graph.Tensor;
import java.util.List;

/** Adds up what several networks answer to the same samples; the first is the original. */
sealed interface Tally permits ClassTallies, ValueTallies {
  /**
   * Adds one batch.
   *
   * @param outputs of the networks, in their order
   */
  void add(List<Tensor> outputs, Tensor targets);

  /** One evaluation for each network. */
  List<Evaluation> results();
}
