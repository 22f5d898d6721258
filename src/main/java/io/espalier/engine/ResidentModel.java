package io.espalier.engine;

import io.espalier.graph.Tensor;
import java.util.List;

/**
 * A network that stays loaded while its weights are replaced, in evaluation mode. One thread at a
 * time may use it.
 *
 * <p>What is computed is what the graph with the replaced constants computes: no constant is folded
 * into another.
 */
public interface ResidentModel extends AutoCloseable {

  /**
   * Runs the network once.
   *
   * @param inputs of its one input
   * @return its outputs, then the values that were asked for when it was opened, copied from the
   *     device
   * @throws io.espalier.problem.EspalierException MODEL_NOT_RUNNABLE when the network cannot be run
   *     on the inputs, RESOURCE_LIMIT when the memory of the device does not suffice
   */
  List<Tensor> run(Tensor inputs);

  /**
   * Replaces a constant by another of the same type.
   *
   * @param constant name of an initializer
   */
  void put(String constant, Tensor values);

  @Override
  void close();
}
