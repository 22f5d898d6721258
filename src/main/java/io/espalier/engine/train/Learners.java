package io.espalier.engine.train;

import io.espalier.graph.shape.TypedGraph;
import java.util.Optional;

/** Makes learners for the devices of one training. */
public interface Learners {

  /**
   * Compiles a network to be trained and copies its weights to the device.
   *
   * @param network of one input; the loss reads its first output, or what goes into a final softmax
   * @param teacher given when the settings ask for distillation; of the same input and classes
   * @throws io.espalier.problem.EspalierException MODEL_NOT_RUNNABLE with every problem: a node
   *     without a program, weights that are not there or cannot learn, a loss that does not fit the
   *     output; RESOURCE_LIMIT when the memory of the device does not suffice; INTERNAL_ERROR when
   *     the runtime cannot be loaded
   */
  Learner open(TypedGraph network, LearnerSettings settings, Optional<TypedGraph> teacher);
}
