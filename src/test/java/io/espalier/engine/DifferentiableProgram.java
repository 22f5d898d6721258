package io.espalier.engine;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import io.espalier.engine.emit.GraphEmitter;
import io.espalier.engine.emit.Program;
import io.espalier.engine.emit.Weight;
import io.espalier.graph.Graph;
import io.espalier.graph.Tensor;
import io.espalier.graph.TensorType;
import io.espalier.graph.ValueInfo;
import io.espalier.graph.shape.Inference;
import io.espalier.graph.shape.TypedGraph;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The program of a graph in double precision, as a function of its variables: the sum of its
 * floating outputs, each element times a weight of its own.
 *
 * <p>Its variables are the floating inputs and weights of the graph. What it draws is the same in
 * every run.
 */
public final class DifferentiableProgram implements AutoCloseable {
  private static final int THREADS = 2;
  private static final int SEED = 3;

  private final Engine engine = LibTorch.load(THREADS);
  private final Model model = engine.newModel("gradients", ai.djl.Device.cpu());
  private final NDManager manager = model.getNDManager();
  private final Arena arena = Arena.ofConfined();
  private final NDList arguments = new NDList();
  private final List<Variable> variables = new ArrayList<>();

  /**
   * A variable at its place among the arguments of the program.
   *
   * @param expression in the source
   */
  private record Variable(String name, int argument, String expression) {}

  private DifferentiableProgram() {}

  /**
   * Compiles the program.
   *
   * @param samples of the graph's inputs
   * @param trains whether BatchNorm and Dropout train
   * @param variable inputs and initializers that are variables when they are floating
   */
  public static DifferentiableProgram of(
      Graph graph, Map<String, Tensor> samples, boolean trains, Predicate<String> variable) {
    DifferentiableProgram made = new DifferentiableProgram();
    TypedGraph typed = Inference.of(DoublePrecision.of(graph)).typed();
    Program program = GraphEmitter.emit(typed);
    made.addInputs(typed.graph(), DoublePrecision.of(samples), variable);
    made.addWeights(program, variable);
    made.arguments.add(made.manager.create(trains));
    List<String> leaves = made.variables.stream().map(Variable::expression).toList();
    made.load(GradientSource.of(typed, program, leaves));
    return made;
  }

  /** True when some output is floating or may be. */
  public static boolean hasFloatingOutput(TypedGraph typed) {
    return typed.graph().outputs().stream()
        .map(ValueInfo::name)
        .anyMatch(output -> isFloating(typed, output));
  }

  static boolean isFloating(TypedGraph typed, String value) {
    return typed.type(value).map(TensorType::elementType).map(it -> it.isFloating()).orElse(true);
  }

  private void addInputs(Graph graph, Map<String, Tensor> samples, Predicate<String> variable) {
    for (int i = 0; i < graph.inputs().size(); i++) {
      String name = graph.inputs().get(i).name();
      add(name, samples.get(name), "x" + i, variable);
    }
  }

  private void addWeights(Program program, Predicate<String> variable) {
    List<Weight> weights = program.weights();
    if (weights.isEmpty()) {
      add("none", Tensor.vector(0), "w[0]", variable);
      arguments.getLast().setName("w[]");
    }
    for (int i = 0; i < weights.size(); i++) {
      add(weights.get(i).value(), weights.get(i).tensor(), "w[" + i + "]", variable);
      arguments.getLast().setName("w[]");
    }
  }

  private void add(String name, Tensor tensor, String expression, Predicate<String> variable) {
    if (tensor.elementType().isFloating() && variable.test(name)) {
      variables.add(new Variable(name, arguments.size(), expression));
    }
    arguments.add(TorchArrays.copy(manager, tensor, arena));
  }

  private void load(String source) {
    try {
      model.load(new ByteArrayInputStream(TorchScriptArchive.of(source)));
      Files.deleteIfExists(model.getModelPath());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (MalformedModelException failure) {
      throw new IllegalStateException(source, failure);
    }
  }

  public int variables() {
    return variables.size();
  }

  public String name(int variable) {
    return variables.get(variable).name();
  }

  /** The elements of a variable. */
  public double[] elements(int variable) {
    return arguments.get(variables.get(variable).argument()).toDoubleArray();
  }

  /** The gradient of the function for each variable. */
  public List<double[]> gradients() {
    try (NDManager run = manager.newSubManager()) {
      NDArray method = run.create(0f);
      method.setName("module_method:gradients");
      NDList gradients = forward(run, new NDList(method).addAll(arguments), true);
      return gradients.stream().map(NDArray::toDoubleArray).toList();
    }
  }

  /** The function where one variable has other elements. */
  public double value(int variable, double[] elements) {
    int changed = variables.get(variable).argument();
    NDArray old = arguments.get(changed);
    try (NDManager run = manager.newSubManager()) {
      NDArray array = run.create(elements, new Shape(old.getShape().getShape()));
      array.setName(old.getName());
      NDList all = new NDList(arguments);
      all.set(changed, array);
      return forward(run, all, false).singletonOrThrow().toDoubleArray()[0];
    }
  }

  private NDList forward(NDManager run, NDList all, boolean training) {
    engine.setRandomSeed(SEED);
    NDList results = model.getBlock().forward(new ParameterStore(run, false), all, training);
    results.attach(run);
    return results;
  }

  @Override
  public void close() {
    model.close();
    arena.close();
  }
}
