package io.espalier.engine;

import io.espalier.graph.shape.TypedGraph;
import java.util.List;

/** Loads networks that are run many times with changing weights. */
public interface ResidentModels {

  /**
   * Compiles a network and copies its weights to the device.
   *
   * @param network of one input
   * @param values names of values that every run returns beside the outputs; may be none
   * @throws io.espalier.problem.EspalierException MODEL_NOT_RUNNABLE with every problem: a node
   *     without a program, values that are not there; RESOURCE_LIMIT when the memory of the device
   *     does not suffice
   */
  ResidentModel open(TypedGraph network, List<String> values);
}
