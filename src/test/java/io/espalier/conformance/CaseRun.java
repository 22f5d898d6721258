package io.espalier.conformance;

import io.espalier.engine.Device;
import io.espalier.engine.RunnableModel;
import io.espalier.engine.TorchRuntime;
import io.espalier.format.onnx.OnnxLimits;
import io.espalier.format.onnx.OnnxReader;
import io.espalier.graph.Dim;
import io.espalier.graph.ElementType;
import io.espalier.graph.Graph;
import io.espalier.graph.Tensor;
import io.espalier.graph.TensorType;
import io.espalier.graph.ValueInfo;
import io.espalier.graph.analysis.Analyzer;
import io.espalier.graph.check.GraphChecker;
import io.espalier.graph.shape.TypedGraph;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problem;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Takes one case the way a model takes: import, analysis with its cost, compilation, run. */
final class CaseRun {
  private static final int THREADS = 2;
  private static final Set<ErrorCode> REFUSALS =
      Set.of(ErrorCode.MODEL_INVALID, ErrorCode.MODEL_NOT_RUNNABLE);

  private final OnnxReader reader = new OnnxReader(OnnxLimits.standard());
  private final TorchRuntime runtime = new TorchRuntime(Device.CPU, THREADS);

  Outcome of(Path testCase) {
    try (Arena arena = Arena.ofShared()) {
      Graph graph = reader.read(TestData.model(testCase), arena).graph();
      List<Problem> problems = GraphChecker.check(graph);
      return problems.isEmpty()
          ? analyzed(graph, testCase)
          : new Outcome.Failed("check: " + text(problems));
    } catch (EspalierException refusal) {
      return REFUSALS.contains(refusal.code())
          ? new Outcome.Refused(text(refusal.problems()))
          : new Outcome.Failed(text(refusal));
    } catch (RuntimeException fault) {
      return new Outcome.Failed(text(fault));
    }
  }

  private Outcome analyzed(Graph graph, Path testCase) {
    TypedGraph typed = Analyzer.analyze(graph).typed();
    try (RunnableModel model = runtime.compile(typed)) {
      return TestData.sets(testCase).stream()
          .flatMap(set -> difference(model, typed, set).stream())
          .findFirst()
          .<Outcome>map(Outcome.Failed::new)
          .orElseGet(Outcome.Passed::new);
    }
  }

  private static Optional<String> difference(RunnableModel model, TypedGraph typed, Path set) {
    List<Tensor> expected =
        List.copyOf(named(typed.graph().outputs(), TestData.outputs(set)).values());
    try {
      List<Tensor> actual = model.run(named(typed.graph().inputs(), TestData.inputs(set)));
      return actual.size() == expected.size()
          ? difference(typed, expected, actual)
          : Optional.of("%d outputs, not %d".formatted(actual.size(), expected.size()));
    } catch (RuntimeException fault) {
      return Optional.of("run: " + text(fault));
    }
  }

  private static Optional<String> difference(
      TypedGraph typed, List<Tensor> expected, List<Tensor> actual) {
    for (int i = 0; i < expected.size(); i++) {
      Optional<String> difference = Comparison.difference(expected.get(i), actual.get(i));
      Optional<String> fault = mistyped(typed, typed.graph().outputs().get(i), expected.get(i));
      if (difference.isPresent() || fault.isPresent()) {
        return difference.or(() -> fault);
      }
    }
    return Optional.empty();
  }

  private static Optional<String> mistyped(TypedGraph typed, ValueInfo output, Tensor actual) {
    Optional<TensorType> inferred = typed.type(output.name());
    return inferred.filter(type -> fits(type, actual)).isPresent()
        ? Optional.empty()
        : Optional.of(
            "inferred %s, is %s; %s"
                .formatted(
                    inferred.map(TensorType::toString).orElse("nothing"),
                    actual,
                    typed.unresolved().values()));
  }

  private static boolean fits(TensorType type, Tensor tensor) {
    if (type.elementType() != tensor.elementType() || type.rank() != tensor.rank()) {
      return false;
    }
    for (int axis = 0; axis < type.rank(); axis++) {
      Dim dim = type.dim(axis);
      if (dim.isKnown() && dim.size() != tensor.dim(axis)) {
        return false;
      }
    }
    return true;
  }

  private static Map<String, Tensor> named(List<ValueInfo> values, List<Tensor> tensors) {
    Map<String, Tensor> named = new LinkedHashMap<>();
    for (int i = 0; i < Math.min(values.size(), tensors.size()); i++) {
      named.put(values.get(i).name(), declared(values.get(i), tensors.get(i)));
    }
    return named;
  }

  /**
   * The data hold the bits of bfloat16 as uint16, and one element where only the type of an input
   * matters.
   */
  private static Tensor declared(ValueInfo value, Tensor tensor) {
    TensorType type = value.type();
    Tensor typed =
        type.elementType() == ElementType.BFLOAT16
            ? Tensor.of(ElementType.BFLOAT16, tensor.shape(), tensor.bytes())
            : tensor;
    boolean repeated = typed.elements() == 1 && type.isStatic() && !fits(type, typed);
    return repeated ? repeated(typed, type) : typed;
  }

  private static Tensor repeated(Tensor tensor, TensorType type) {
    int count = Math.toIntExact(type.elements().size());
    long[] shape = type.shape().stream().mapToLong(Dim::size).toArray();
    return tensor.withShape(1).gather(0, new int[count]).withShape(shape);
  }

  private static String text(List<Problem> problems) {
    return problems.stream().map(Problem::message).distinct().collect(Collectors.joining(" "));
  }

  private static String text(Throwable fault) {
    String own = String.valueOf(fault.getMessage()).strip();
    return fault.getCause() == null ? own : own + " " + text(fault.getCause());
  }
}
