package io.espalier.engine;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;

/** A TorchScript class in libtorch, whose methods are called with values that the caller owns. */
final class TorchModule implements AutoCloseable {
  private final Model model;
  private final RecordingCall recording;

  private TorchModule(Model model) {
    this.model = model;
    this.recording = RecordingCall.find();
  }

  static TorchModule load(Engine engine, Device device, String source) {
    TorchModule module = new TorchModule(engine.newModel("program", LibTorch.device(device)));
    try {
      module.model.load(new ByteArrayInputStream(TorchScriptArchive.of(source)));
      Files.deleteIfExists(module.model.getModelPath());
      return module;
    } catch (EngineException | IOException | MalformedModelException failure) {
      module.close();
      throw new EspalierException(
          ErrorCode.INTERNAL_ERROR, "libtorch does not accept the compiled program.", failure);
    }
  }

  /** The owner of what lives as long as the module. */
  NDManager manager() {
    return model.getNDManager();
  }

  /**
   * Runs a method that records no gradients, in the calling thread.
   *
   * @return to be closed by the caller
   * @throws EngineException with a text of libtorch
   */
  IValue call(String method, IValue... arguments) {
    JniUtils.setGraphExecutorOptimize(false);
    return IValueUtils.runMethod((PtSymbolBlock) model.getBlock(), method, arguments);
  }

  /** As {@link #call}, for a method that may record gradients or whose result is used by one. */
  IValue callRecording(String method, IValue... arguments) {
    JniUtils.setGraphExecutorOptimize(false);
    return recording.call(((PtSymbolBlock) model.getBlock()).getHandle(), method, arguments);
  }

  @Override
  public void close() {
    model.close();
  }
}
