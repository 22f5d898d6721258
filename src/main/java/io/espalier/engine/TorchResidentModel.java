package io.espalier.engine;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import io.espalier.engine.emit.ResidentProgram;
import io.espalier.engine.emit.Weight;
import io.espalier.graph.Graph;
import io.espalier.graph.Tensor;
import io.espalier.graph.TensorType;
import io.espalier.graph.ValueInfo;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A program and the native copies of its weights; what a call makes beside them is freed by it. */
final class TorchResidentModel implements ResidentModel {
  private final List<ValueInfo> inputs;
  private final List<ValueInfo> results;
  private final Map<String, TensorType> constants = new LinkedHashMap<>();
  private final Map<String, TorchList> targets = new LinkedHashMap<>();
  private final TorchModule module;
  private final TorchList weights;
  private final MeasuringFailures failures;
  private boolean closed;

  private TorchResidentModel(
      Graph graph, ResidentProgram program, TorchModule module, MeasuringFailures failures) {
    this.inputs = graph.inputs();
    this.results = program.results();
    this.module = module;
    this.failures = failures;
    this.weights = TorchList.copiesOrOne(module.manager(), Weight.tensors(program.weights()));
    graph.initializers().forEach((name, tensor) -> constants.put(name, tensor.type()));
    for (int i = 0; i < program.weights().size(); i++) {
      Weight weight = program.weights().get(i);
      constants.put(weight.value(), weight.tensor().type());
      targets.put(weight.value(), weights.part(i, i + 1));
    }
  }

  static TorchResidentModel open(
      Engine engine, Device device, Graph graph, ResidentProgram program) {
    MeasuringFailures failures = new MeasuringFailures(device);
    TorchModule module = TorchModule.load(engine, device, program.source());
    try {
      return new TorchResidentModel(graph, program, module, failures);
    } catch (EngineException failure) {
      module.close();
      throw failures.ofOpening(failure);
    }
  }

  @Override
  public List<Tensor> run(Tensor given) {
    Inputs.require(inputs, Map.of(inputs.getFirst().name(), given));
    try (Arena arena = Arena.ofConfined();
        NDManager scope = module.manager().newSubManager();
        IValue argument = IValue.from((PtNDArray) TorchArrays.shared(scope, given, arena));
        IValue values = module.call("forward", argument, weights.argument())) {
      return tensors(values.toNDList((PtNDManager) scope));
    } catch (EngineException failure) {
      throw failures.ofRun(given, failure);
    }
  }

  private List<Tensor> tensors(NDList arrays) {
    List<Tensor> tensors = new ArrayList<>();
    for (int i = 0; i < arrays.size(); i++) {
      tensors.add(
          TorchArrays.tensor(arrays.get(i), Optional.of(results.get(i).type().elementType())));
    }
    return tensors;
  }

  @Override
  public void put(String constant, Tensor values) {
    requireSame(constant, values);
    Optional.ofNullable(targets.get(constant)).ifPresent(target -> assign(target, values));
  }

  private void requireSame(String constant, Tensor values) {
    TensorType type = constants.get(constant);
    if (!values.type().equals(type)) {
      throw new IllegalArgumentException(
          "The constant (%s) of type (%s) cannot be (%s).".formatted(constant, type, values));
    }
  }

  private void assign(TorchList target, Tensor values) {
    try (Arena arena = Arena.ofConfined();
        NDManager scope = module.manager().newSubManager();
        TorchList source =
            TorchList.of(List.of((PtNDArray) TorchArrays.shared(scope, values, arena)))) {
      module.call("assign", target.argument(), source.argument()).close();
    } catch (EngineException failure) {
      throw failures.ofPut(failure);
    }
  }

  /** Native arrays that live as long as the model; runs and replacements add none. */
  int managedArrays() {
    return module.manager().getManagedArrays().size();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      targets.values().forEach(TorchList::close);
      weights.close();
      module.close();
    }
  }
}
