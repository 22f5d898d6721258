package io.espalier.engine;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import io.espalier.dataset.Batch;
import io.espalier.engine.emit.LearningGraph;
import io.espalier.engine.emit.Weight;
import io.espalier.engine.train.Learner;
import io.espalier.engine.train.LearnerSettings;
import io.espalier.graph.ElementType;
import io.espalier.graph.Tensor;
import io.espalier.graph.TensorType;
import io.espalier.graph.ValueInfo;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A network that learns on one device: a compiled program and the native arrays it changes.
 *
 * <p>What a call makes beside them is freed before it returns.
 */
final class TorchLearner implements Learner {
  private final LearningGraph graph;
  private final BatchCheck check;
  private final TorchModule module;
  private final LearnerArrays arrays;
  private final Optional<Teacher> teacher;
  private final LearnerFailures failures;
  private boolean closed;

  private TorchLearner(
      LearningGraph graph, LearnerSettings settings, TorchModule module, Parts parts) {
    this.graph = graph;
    this.check = new BatchCheck(graph, settings.loss());
    this.module = module;
    this.arrays = parts.arrays;
    this.teacher = parts.teacher;
    this.failures = parts.failures;
  }

  /** What a learner owns beside its program. */
  private record Parts(LearnerArrays arrays, Optional<Teacher> teacher, LearnerFailures failures) {}

  /**
   * @param devices how many share each micro-batch
   */
  static TorchLearner open(Engine engine, Device device, int devices, Lesson lesson) {
    LearnerFailures failures = new LearnerFailures(device, devices);
    TorchModule module = TorchModule.load(engine, device, lesson.program().source());
    try {
      Optional<Teacher> teacher = lesson.teacher().map(it -> Teacher.load(engine, device, it));
      LearnerArrays arrays =
          new LearnerArrays(module.manager(), lesson.program(), lesson.settings());
      return new TorchLearner(
          lesson.graph(), lesson.settings(), module, new Parts(arrays, teacher, failures));
    } catch (EngineException failure) {
      module.close();
      throw failures.ofOpening(failure);
    }
  }

  @Override
  public List<String> trainable() {
    return List.copyOf(graph.trainable().keySet());
  }

  @Override
  public StepLoss accumulate(Batch microBatch, double share, long seed) {
    check.require(microBatch);
    try (BatchArguments batch =
            BatchArguments.of(module.manager(), microBatch.inputs(), microBatch.targets());
        IValue figures = gradients(batch, share, seed)) {
      double[] lossAndCorrect = figures.toDoubleArray();
      return new StepLoss(lossAndCorrect[0], lossAndCorrect[1]);
    } catch (EngineException failure) {
      throw failures.of(microBatch, failure);
    }
  }

  private IValue gradients(BatchArguments batch, double share, long seed) {
    IValue inputs = batch.inputs();
    Optional<IValue> taught = teacher.map(it -> it.outputs(inputs));
    try (IValue shareOfBatch = IValue.from(share);
        IValue draws = IValue.from(seed & Long.MAX_VALUE)) {
      List<IValue> arguments = new ArrayList<>(List.of(inputs, batch.targets()));
      arguments.add(taught.orElse(batch.targets()));
      arguments.addAll(arrays.toLearn());
      arguments.addAll(List.of(shareOfBatch, draws));
      return module.callRecording("gradients", arguments.toArray(IValue[]::new));
    } finally {
      taught.ifPresent(IValue::close);
    }
  }

  @Override
  public Update update(double[] learningRates) {
    try (IValue rates = IValue.listFrom(learningRates);
        IValue figures = module.call("update", with(arrays.toUpdate(), rates))) {
      double[] normAndSkipped = figures.toDoubleArray();
      return new Update(normAndSkipped[0], normAndSkipped[1] != 0);
    } catch (EngineException failure) {
      throw failures.ofUpdate(failure);
    }
  }

  @Override
  public void put(String constant, Tensor values) {
    PtNDArray target = arrays.constant(constant, values.type());
    try (NDManager scope = module.manager().newSubManager();
        TorchList source = TorchList.copies(scope, List.of(values))) {
      assign(List.of(target), source);
    }
  }

  private static IValue[] with(List<IValue> arguments, IValue last) {
    return Stream.concat(arguments.stream(), Stream.of(last)).toArray(IValue[]::new);
  }

  /** Adds the gradients of another device to these and clears them there. */
  void collect(TorchLearner other) {
    call("collect", arrays.gradients(), other.arrays.gradients());
  }

  /** Takes over the weights and running statistics of another device. */
  void follow(TorchLearner other) {
    call("assign", arrays.shared(), other.arrays.shared());
  }

  private void call(String method, TorchList target, TorchList source) {
    try {
      module.call(method, target.argument(), source.argument()).close();
    } catch (EngineException failure) {
      throw failures.ofUpdate(failure);
    }
  }

  @Override
  public List<Tensor> evaluate(Tensor inputs) {
    check.requireInputs(inputs);
    try (Arena arena = Arena.ofConfined();
        NDManager scope = module.manager().newSubManager();
        IValue given = IValue.from((PtNDArray) TorchArrays.shared(scope, inputs, arena));
        IValue outputs = module.call("forward", with(given, arrays.toEvaluate()))) {
      return tensors(outputs.toNDList((PtNDManager) scope));
    } catch (EngineException failure) {
      throw failures.ofEvaluation(inputs, failure);
    }
  }

  private static IValue[] with(IValue first, List<IValue> arguments) {
    return Stream.concat(Stream.of(first), arguments.stream()).toArray(IValue[]::new);
  }

  private List<Tensor> tensors(NDList outputs) {
    List<ValueInfo> declared = graph.network().graph().outputs();
    List<Tensor> tensors = new ArrayList<>();
    for (int i = 0; i < outputs.size(); i++) {
      Optional<TensorType> type = graph.network().type(declared.get(i).name());
      tensors.add(TorchArrays.tensor(outputs.get(i), type.map(TensorType::elementType)));
    }
    return tensors;
  }

  @Override
  public Map<String, Tensor> state() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    arrays
        .state()
        .forEach((name, array) -> state.put(name, TorchArrays.tensor(array, Optional.empty())));
    return state;
  }

  @Override
  public void restore(Map<String, Tensor> state) {
    Map<String, PtNDArray> own = arrays.state();
    LearnerFailures.requireSame(own.keySet(), state.keySet());
    List<Tensor> given = own.keySet().stream().map(state::get).toList();
    try (NDManager scope = module.manager().newSubManager();
        TorchList source = TorchList.copies(scope, given)) {
      assign(List.copyOf(own.values()), source);
    }
  }

  private void assign(List<PtNDArray> targets, TorchList source) {
    try (TorchList target = TorchList.of(targets)) {
      call("assign", target, source);
    }
  }

  @Override
  public Map<String, Tensor> weights() {
    Map<String, Tensor> weights = new LinkedHashMap<>();
    try (NDManager scope = module.manager().newSubManager()) {
      arrays
          .learned()
          .forEach((weight, array) -> weights.put(weight.value(), tensor(weight, array, scope)));
    }
    return weights;
  }

  /** In the type of the graph; 16 bits are rounded to nearest. */
  private static Tensor tensor(Weight weight, PtNDArray array, NDManager scope) {
    ElementType type = weight.tensor().elementType();
    return switch (type) {
      case FLOAT16 -> converted(array, scope, type, DataType.FLOAT16);
      case BFLOAT16 -> converted(array, scope, type, DataType.BFLOAT16, DataType.FLOAT32);
      default -> TorchArrays.tensor(array, Optional.of(type));
    };
  }

  private static Tensor converted(
      NDArray array, NDManager scope, ElementType type, DataType... steps) {
    NDArray converted = array;
    for (DataType step : steps) {
      converted = converted.toType(step, true);
      converted.attach(scope);
    }
    return TorchArrays.tensor(converted, Optional.of(type));
  }

  /** Native arrays that live as long as the learner; a step adds none. */
  int managedArrays() {
    return module.manager().getManagedArrays().size();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      arrays.close();
      teacher.ifPresent(Teacher::close);
      module.close();
    }
  }
}
