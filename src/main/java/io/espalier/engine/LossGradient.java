package io.espalier.engine;

import io.espalier.dataset.Batch;
import io.espalier.graph.Tensor;
import java.util.Map;

/** Derivatives of a network's loss; evaluation mode, weights stay. One thread at a time. */
public interface LossGradient extends AutoCloseable {

  /**
   * The derivatives of the mean loss over a batch.
   *
   * @return one tensor for each constant that was asked for, of its shape; double for a double,
   *     otherwise float
   * @throws io.espalier.problem.EspalierException as {@link ResidentModel#run}
   */
  Map<String, Tensor> of(Batch batch);

  @Override
  void close();
}
