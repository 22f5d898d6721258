package io.espalier.engine;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.ParameterStore;
import io.espalier.engine.emit.Program;
import io.espalier.graph.ElementType;
import io.espalier.graph.Tensor;
import io.espalier.graph.TensorType;
import io.espalier.graph.ValueInfo;
import io.espalier.graph.shape.TypedGraph;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A program loaded into libtorch with its weights.
 *
 * <p>The weights are copies: libtorch may write to them while it trains, and the file they were
 * mapped from may go away. One manager owns program and weights, one below it each run.
 */
final class TorchModel implements RunnableModel {
  private final List<ValueInfo> inputs;
  private final List<Optional<ElementType>> outputs;
  private final RuntimeInfo runtime;
  private final Model model;
  private final Arena weightBytes = Arena.ofShared();
  private final NDList weights = new NDList();
  private final boolean holdsWeights;
  private boolean closed;

  private TorchModel(TypedGraph typed, RuntimeInfo runtime, Model model, boolean holdsWeights) {
    this.holdsWeights = holdsWeights;
    this.inputs = typed.graph().inputs();
    this.outputs =
        typed.graph().outputs().stream()
            .map(output -> typed.type(output.name()).map(TensorType::elementType))
            .toList();
    this.runtime = runtime;
    this.model = model;
  }

  /** A program that takes its weights as an argument. */
  static TorchModel load(Engine engine, Device device, TypedGraph typed, Program program) {
    return open(engine, device, typed, false).filled(model -> model.fill(program));
  }

  /** A program in an archive that holds its weights. */
  static TorchModel load(Engine engine, Device device, TypedGraph typed, Path archive) {
    return open(engine, device, typed, true).filled(model -> model.loadArchive(archive));
  }

  private static TorchModel open(
      Engine engine, Device device, TypedGraph typed, boolean holdsWeights) {
    RuntimeInfo runtime =
        new RuntimeInfo("libtorch", engine.getVersion(), device.toString(), LibTorch.threads());
    Model model = engine.newModel("program", LibTorch.device(device));
    return new TorchModel(typed, runtime, model, holdsWeights);
  }

  private TorchModel filled(Filling filling) {
    try {
      filling.fill(this);
      return this;
    } catch (EngineException | IOException | MalformedModelException failure) {
      close();
      throw new EspalierException(
          ErrorCode.INTERNAL_ERROR, "libtorch does not accept the compiled program.", failure);
    } catch (RuntimeException failure) {
      close();
      throw failure;
    }
  }

  private interface Filling {
    void fill(TorchModel model) throws IOException, MalformedModelException;
  }

  private void loadArchive(Path archive) throws IOException, MalformedModelException {
    model.load(archive.toAbsolutePath().getParent(), archive.getFileName().toString());
  }

  private void fill(Program program) throws IOException, MalformedModelException {
    loadProgram(program);
    program.weights().forEach(weight -> addWeight(weight.tensor()));
    addPlaceholderIfNone();
  }

  private void loadProgram(Program program) throws IOException, MalformedModelException {
    model.load(new ByteArrayInputStream(TorchScriptArchive.of(program)));
    Files.deleteIfExists(model.getModelPath());
  }

  /** DJL cannot pass a list without elements. */
  private void addPlaceholderIfNone() {
    if (weights.isEmpty()) {
      addWeight(Tensor.scalar(0));
    }
  }

  private void addWeight(Tensor tensor) {
    NDArray array = TorchArrays.copy(model.getNDManager(), tensor, weightBytes);
    array.setName("w[]");
    weights.add(array);
  }

  @Override
  public List<Tensor> run(Map<String, Tensor> given) {
    Inputs.require(inputs, given);
    try (Arena arena = Arena.ofConfined();
        NDManager manager = model.getNDManager().newSubManager()) {
      return tensors(forward(given, arena, manager));
    } catch (EngineException failure) {
      throw notRunnable(given, failure);
    }
  }

  private NDList forward(Map<String, Tensor> given, Arena arena, NDManager manager) {
    NDList arguments = new NDList(inputs.size() + weights.size() + 1);
    for (ValueInfo input : inputs) {
      Tensor tensor = given.get(input.name());
      arguments.add(TorchArrays.shared(manager, tensor, arena));
    }
    if (!holdsWeights) {
      arguments.addAll(weights);
      arguments.add(manager.create(false));
    }
    NDList outputs = model.getBlock().forward(new ParameterStore(manager, false), arguments, false);
    outputs.attach(manager);
    return outputs;
  }

  private List<Tensor> tensors(NDList arrays) {
    return IntStream.range(0, arrays.size())
        .mapToObj(i -> TorchArrays.tensor(arrays.get(i), outputs.get(i)))
        .toList();
  }

  private static EspalierException notRunnable(Map<String, Tensor> given, EngineException failure) {
    boolean memory = LibTorch.lacksMemory(failure);
    String message =
        memory
            ? "The memory does not suffice to run the model in libtorch on the inputs (%s)."
            : "The model cannot be run in libtorch on the inputs (%s).";
    return new EspalierException(
        memory ? ErrorCode.RESOURCE_LIMIT : ErrorCode.MODEL_NOT_RUNNABLE,
        message.formatted(Inputs.describe(given)),
        failure);
  }

  /** Native arrays that live as long as the model; a run adds none. */
  int managedArrays() {
    return model.getNDManager().getManagedArrays().size();
  }

  @Override
  public RuntimeInfo runtime() {
    return runtime;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      model.close();
      weightBytes.close();
    }
  }
}
