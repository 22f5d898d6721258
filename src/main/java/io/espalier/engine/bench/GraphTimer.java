package io.espalier.engine.bench;

import io.espalier.graph.Graph;
import io.espalier.graph.Tensor;
import java.util.Map;

/** Measures how long graphs take in the runtime that models are deployed in, on one device. */
public interface GraphTimer {

  /**
   * Loads a graph, runs it again and again, and unloads it.
   *
   * @param inputs a tensor for every graph input, by name
   * @throws io.espalier.problem.EspalierException MODEL_NOT_RUNNABLE when the runtime refuses it
   */
  Latency time(Graph graph, Map<String, Tensor> inputs, LatencySettings settings);
}
