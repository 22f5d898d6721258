package io.espalier.engine;

import io.espalier.engine.train.Loss;
import io.espalier.graph.shape.TypedGraph;
import java.util.List;

/** Makes programs that differentiate the loss of a network. */
public interface LossGradients {

  /**
   * Compiles a network to be differentiated.
   *
   * @param network of one input; the loss reads its first output, or what goes into a final softmax
   * @param constants names of floating-point initializers; no two of them share bytes
   * @throws io.espalier.problem.EspalierException MODEL_NOT_RUNNABLE with every problem
   */
  LossGradient open(TypedGraph network, List<String> constants, Loss loss);
}
