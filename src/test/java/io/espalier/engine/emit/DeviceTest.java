package io.espalier.engine.emit;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.engine.OperatorCase;
import io.espalier.graph.Graph;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.Tensor;
import io.espalier.graph.shape.ShapeInference;
import io.espalier.graph.shape.TypedGraph;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs run where their inputs and weights are, so what they create must be there too. */
class DeviceTest {
  /** Functions of libtorch that make a tensor from numbers alone, on the CPU if not told where. */
  private static final Pattern CREATION =
      Pattern.compile(
          "torch\\.(?:arange|as_tensor|empty\\w*|eye|fft_r?fftfreq|full|linspace|logspace|normal"
              + "|ones|rand|randint|randn|randperm|range|scalar_tensor|sparse_\\w+|tensor"
              + "|tril_indices|triu_indices|zeros|(?:bartlett|blackman|hamming|hann|kaiser)_window)"
              + "\\(");

  private static final Pattern OF_A_TENSOR =
      Pattern.compile("device=(?:\\w+(?:\\[\\d+])?\\.device|d)\\)$");

  @ParameterizedTest
  @MethodSource("io.espalier.engine.emit.EmitterCases#all")
  void createsTensorsWhereItReadsOthers(OperatorCase operator) {
    assertThat(creations(GraphEmitter.emit(operator.typed()).source()))
        .allSatisfy(creation -> assertThat(creation).containsPattern(OF_A_TENSOR));
  }

  @Test
  void meetsCreatedTensorsInTheCases() {
    assertThat(
            EmitterCases.all()
                .flatMap(it -> creations(GraphEmitter.emit(it.typed()).source()).stream()))
        .hasSizeGreaterThan(50);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "v0 = torch.arange(torch.size(x0, 0))",
        "v0 = torch.add(x0, torch.full([1, 2], 3.0, dtype=6))",
        "v0 = torch.tensor([1], device=torch.device(\"cpu\"))",
        "v0 = torch.zeros_like(torch.zeros([]), device=x0.device)"
      })
  void findsATensorThatIsCreatedElsewhere(String statement) {
    assertThat(creations(statement)).singleElement().asString().doesNotContainPattern(OF_A_TENSOR);
  }

  @Test
  void takesTheDeviceOfTheFirstInputWhereNoTensorIsRead() {
    NetworkBuilder builder = new NetworkBuilder("filled", 1);
    String x = builder.input("x", 2);
    String ones = filled(builder);
    assertThat(statements(builder.output(builder.op("Add", x, ones), 2).build()))
        .startsWith("d = x0.device", "v0 = torch.full([1, 2], 0.0, dtype=6, device=d)");
  }

  @Test
  void takesTheDeviceOfTheFirstWeightWhereThereIsNoInput() {
    NetworkBuilder builder = new NetworkBuilder("weights only", 1);
    String ones = filled(builder);
    String weight = builder.constant("weight", Tensor.ofFloats(new long[] {2}, 1, 2));
    assertThat(statements(builder.output(builder.op("Add", ones, weight), 2).build()))
        .startsWith("d = w[0].device");
  }

  @Test
  void staysOnTheCpuWhereNothingTellsADevice() {
    NetworkBuilder builder = new NetworkBuilder("nothing read", 1);
    assertThat(statements(builder.output(filled(builder), 2).build()))
        .startsWith("d = torch.device(\"cpu\")");
  }

  private static String filled(NetworkBuilder builder) {
    return builder.op("ConstantOfShape", builder.constant("shape", Tensor.vector(1, 2)));
  }

  private static List<String> statements(Graph graph) {
    TypedGraph typed = ShapeInference.infer(graph);
    return GraphEmitter.emit(typed).statements();
  }

  /** Each creating call, from its name to the parenthesis that ends it. */
  private static List<String> creations(String source) {
    return CREATION
        .matcher(source)
        .results()
        .map(found -> source.substring(found.start(), end(source, found.end())))
        .toList();
  }

  private static int end(String source, int from) {
    int depth = 1;
    int at = from;
    while (depth > 0) {
      depth += Integer.signum("(".indexOf(source.charAt(at)) + 1);
      depth -= Integer.signum(")".indexOf(source.charAt(at)) + 1);
      at++;
    }
    return at;
  }
}
