package io.espalier.engine;

import io.espalier.graph.Tensor;
import java.util.List;
import java.util.Map;

/**
 * A model that is loaded and can be run until it is closed.
 *
 * <p>One thread at a time may use it. It owns its native memory: weights of the graph it was made
 * from may be unmapped, and the outputs of a run outlive the model.
 */
public interface RunnableModel extends AutoCloseable {

  /**
   * Runs the model once, in evaluation mode.
   *
   * @param inputs a tensor for every graph input, by name
   * @return the outputs in the order of the graph's outputs
   * @throws io.espalier.problem.EspalierException MODEL_NOT_RUNNABLE when an input is missing or
   *     unknown or has another type, or when the runtime cannot run the model on these inputs
   */
  List<Tensor> run(Map<String, Tensor> inputs);

  RuntimeInfo runtime();

  /** Frees the native memory; closing twice does nothing. */
  @Override
  void close();
}
