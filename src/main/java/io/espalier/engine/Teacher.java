package io.espalier.engine;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.IValue;
import io.espalier.engine.emit.TeacherProgram;
import io.espalier.engine.emit.Weight;

/** The network that a learner imitates, on the same device. */
final class Teacher implements AutoCloseable {
  private final TorchModule module;
  private final TorchList constants;

  private Teacher(TorchModule module, TorchList constants) {
    this.module = module;
    this.constants = constants;
  }

  static Teacher load(Engine engine, Device device, TeacherProgram program) {
    TorchModule module = TorchModule.load(engine, device, program.source());
    try {
      return new Teacher(
          module, TorchList.copies(module.manager(), Weight.tensors(program.constants())));
    } catch (RuntimeException failure) {
      module.close();
      throw failure;
    }
  }

  /** What the loss compares with, to be closed by the caller. */
  IValue outputs(IValue inputs) {
    return module.callRecording("forward", inputs, constants.argument());
  }

  @Override
  public void close() {
    constants.close();
    module.close();
  }
}
