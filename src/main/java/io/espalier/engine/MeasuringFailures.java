package io.espalier.engine;

import ai.djl.engine.EngineException;
import ai.djl.pytorch.jni.JniUtils;
import io.espalier.graph.Tensor;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;

/** Says what went wrong in libtorch while a network was measured. */
record MeasuringFailures(Device device) {

  EspalierException ofOpening(EngineException failure) {
    return of(
        failure,
        "The memory of the device (%s) does not suffice for the weights.".formatted(device),
        "The weights cannot be given to libtorch.");
  }

  EspalierException ofRun(Tensor inputs, EngineException failure) {
    return of(
        failure,
        "The memory of the device (%s) does not suffice to run the model on the inputs (%s). Choose fewer samples a batch."
            .formatted(device, inputs),
        "The model cannot be run in libtorch on the inputs (%s).".formatted(inputs));
  }

  EspalierException ofPut(EngineException failure) {
    return of(
        failure,
        "The memory of the device (%s) does not suffice to replace a weight.".formatted(device),
        "A weight cannot be replaced in libtorch.");
  }

  EspalierException of(EngineException failure, String lack, String otherwise) {
    boolean memory = LibTorch.lacksMemory(failure);
    if (memory && device.kind() == Device.Kind.CUDA) {
      JniUtils.emptyCudaCache();
    }
    return new EspalierException(
        memory ? ErrorCode.RESOURCE_LIMIT : ErrorCode.MODEL_NOT_RUNNABLE,
        memory ? lack : otherwise,
        failure);
  }
}
