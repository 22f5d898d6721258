package io.espalier.graph.shape;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.graph.Dim;
import io.espalier.graph.Fixtures;
import io.espalier.graph.Graph;
import io.espalier.graph.ReferenceRun;
import io.espalier.graph.TensorType;
import io.espalier.graph.ValueInfo;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every intermediate value of real models has the shape ONNX Runtime gives it. */
class ReferenceShapesTest {
  private static final List<Long> BATCHES = List.of(1L, 3L);

  static List<String> models() {
    return Fixtures.names();
  }

  @ParameterizedTest
  @MethodSource("models")
  void agreesWithTheRuntimeOnEveryValue(String model) {
    Graph graph = Fixtures.read(model);
    TypedGraph typed = ShapeInference.infer(graph, Fixtures.symbols(graph));
    assertThat(typed.unresolved()).isEmpty();
    try (ReferenceRun run = new ReferenceRun(exposed(typed))) {
      for (long batch : BATCHES) {
        Map<String, Long> symbols = new HashMap<>(Fixtures.symbols(graph));
        symbols.put(graph.inputs().getFirst().type().dim(0).factors().getFirst(), batch);
        run.shapes(symbols)
            .forEach(
                (value, shape) ->
                    assertThat(numbers(typed.types().get(value), symbols))
                        .as("%s of %s", value, model)
                        .isEqualTo(shape));
      }
    }
  }

  /** The graph with every computed value as an output. */
  private static Graph exposed(TypedGraph typed) {
    Graph graph = typed.graph();
    List<ValueInfo> outputs =
        graph.nodes().stream()
            .flatMap(node -> node.presentOutputs())
            .map(value -> new ValueInfo(value, typed.types().get(value)))
            .toList();
    return new Graph(
        graph.name(),
        graph.inputs(),
        outputs,
        graph.nodes(),
        graph.initializers(),
        graph.opsets(),
        graph.metadata());
  }

  private static long[] numbers(TensorType type, Map<String, Long> symbols) {
    return type.shape().stream().mapToLong(dim -> number(dim, symbols)).toArray();
  }

  private static long number(Dim dim, Map<String, Long> symbols) {
    return dim.factors().stream()
        .mapToLong(symbols::get)
        .reduce(dim.coefficient(), (a, b) -> a * b);
  }
}
