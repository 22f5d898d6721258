package io.espalier.engine;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import io.espalier.dataset.Batch;
import io.espalier.engine.emit.DerivativeProgram;
import io.espalier.engine.emit.Weight;
import io.espalier.engine.train.Loss;
import io.espalier.graph.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A program and native copies of all constants. */
final class TorchLossGradient implements LossGradient {
  private final DerivativeProgram program;
  private final BatchCheck check;
  private final TorchModule module;
  private final TorchList weights;
  private final TorchList constants;
  private final MeasuringFailures failures;
  private boolean closed;

  private TorchLossGradient(
      DerivativeProgram program, Loss loss, TorchModule module, MeasuringFailures failures) {
    this.program = program;
    this.check = new BatchCheck(program.graph(), loss);
    this.module = module;
    this.failures = failures;
    this.weights = TorchList.wideCopies(module.manager(), Weight.tensors(program.weights()));
    this.constants = TorchList.copiesOrOne(module.manager(), Weight.tensors(program.constants()));
  }

  static TorchLossGradient open(
      Engine engine, Device device, DerivativeProgram program, Loss loss) {
    MeasuringFailures failures = new MeasuringFailures(device);
    TorchModule module = TorchModule.load(engine, device, program.source());
    try {
      return new TorchLossGradient(program, loss, module, failures);
    } catch (EngineException failure) {
      module.close();
      throw failures.ofOpening(failure);
    }
  }

  @Override
  public Map<String, Tensor> of(Batch batch) {
    check.require(batch);
    try (BatchArguments given =
            BatchArguments.of(module.manager(), batch.inputs(), batch.targets());
        IValue derivatives =
            module.callRecording(
                "derivatives",
                given.inputs(),
                given.targets(),
                weights.argument(),
                constants.argument())) {
      return named(derivatives.toNDList((PtNDManager) given.scope()));
    } catch (EngineException failure) {
      throw failures.ofRun(batch.inputs(), failure);
    }
  }

  private Map<String, Tensor> named(NDList arrays) {
    Map<String, Tensor> named = new LinkedHashMap<>();
    for (int i = 0; i < arrays.size(); i++) {
      named.put(
          program.weights().get(i).value(), TorchArrays.tensor(arrays.get(i), Optional.empty()));
    }
    return named;
  }

  /** Native arrays that live as long as this; a batch adds none. */
  int managedArrays() {
    return module.manager().getManagedArrays().size();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      weights.close();
      constants.close();
      module.close();
    }
  }
}
