package io.espalier.engine;

import ai.djl.engine.EngineException;
import io.espalier.dataset.Batch;
import io.espalier.graph.Tensor;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.util.Set;

/**
 * Says what went wrong in libtorch in words that help.
 *
 * @param devices how many share each micro-batch
 */
record LearnerFailures(Device device, int devices) {

  EspalierException of(Batch microBatch, EngineException failure) {
    int size = microBatch.size();
    String advice =
        size > 1
            ? "Choose a smaller microBatch, for example %d.".formatted(size / 2 * devices)
            : "Choose smaller inputs or a device with more memory.";
    String lack =
        "The memory of the device (%s) does not suffice to train on a micro-batch of %d (%s). %s";
    return of(
        failure,
        lack.formatted(device, size, microBatch.inputs(), advice),
        "The model cannot be trained on the inputs (%s) and the targets (%s)."
            .formatted(microBatch.inputs(), microBatch.targets()));
  }

  EspalierException ofEvaluation(Tensor inputs, EngineException failure) {
    return of(
        failure,
        "The memory of the device (%s) does not suffice to evaluate the inputs (%s). Choose a smaller microBatch."
            .formatted(device, inputs),
        "The model cannot be evaluated on the inputs (%s).".formatted(inputs));
  }

  EspalierException ofUpdate(EngineException failure) {
    return of(
        failure,
        "The memory of the device (%s) does not suffice for a step of the optimiser. Choose a smaller microBatch."
            .formatted(device),
        "libtorch cannot take a step of the optimiser.");
  }

  EspalierException ofOpening(EngineException failure) {
    return of(
        failure,
        "The memory of the device (%s) does not suffice for the weights and the state of the optimiser."
            .formatted(device),
        "The weights cannot be given to libtorch.");
  }

  private EspalierException of(EngineException failure, String lack, String otherwise) {
    return new MeasuringFailures(device).of(failure, lack, otherwise);
  }

  static void requireSame(Set<String> own, Set<String> given) {
    if (!own.equals(given)) {
      throw new EspalierException(
          ErrorCode.INTERNAL_ERROR, "The saved state is not that of this training.");
    }
  }
}
