package io.espalier.engine.emit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.engine.OperatorCase;
import io.espalier.graph.Attribute;
import io.espalier.graph.ElementType;
import io.espalier.graph.Graph;
import io.espalier.graph.NetworkBuilder;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import io.espalier.graph.shape.ShapeInference;
import io.espalier.graph.shape.TypedGraph;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GraphEmitterTest {
  private static final String HOSTILE = "x); import os\n    v0 = evil(\"";

  @Test
  void writesASmallNetwork() {
    NetworkBuilder builder = new NetworkBuilder("small", 1);
    String x = builder.input("x", 3, 8, 8);
    String hidden = builder.relu(builder.batchNorm(builder.conv(x, 3, 4, 3, 2, 1), 4));
    builder.output(builder.op("GlobalAveragePool", hidden), 4, 1, 1).output(hidden, 4, 4, 4);
    Program program = GraphEmitter.emit(ShapeInference.infer(builder.build()));
    assertThat(program.source())
        .isEqualTo(
            """
            class M(Module):
              __parameters__ = []
              __buffers__ = []
              training : bool
              def forward(self: __torch__.M, x0: Tensor, w: List[Tensor], train: Tensor) -> List[Tensor]:
                t = bool(train)
                v0 = torch.conv2d(x0, w[0], w[1], [2, 2], [1, 1], [1, 1], 1)
                v1 = torch.batch_norm(v0, w[2], w[3], w[4], w[5], t, 0.10000002384185791, 9.999999747378752E-6, True)
                v2 = torch.relu(v1)
                v3 = torch.mean(v2, [2, 3], True)
                return [v3, v2]
            """);
    assertThat(program.weights())
        .extracting(Weight::value)
        .containsExactly(
            "conv0.weight",
            "conv0.bias",
            "bn1.weight",
            "bn1.bias",
            "bn1.running_mean",
            "bn1.running_var");
  }

  @Test
  void keepsNamesAndTextOfTheModelOutOfTheSource() {
    NetworkBuilder builder = new NetworkBuilder(HOSTILE, 1);
    String x = builder.input(HOSTILE, 4);
    String weight = builder.constant(HOSTILE + "w", Tensor.scalar(2));
    String product = builder.op("Einsum", Map.of("equation", Attribute.of("Qz,->zQ")), x, weight);
    builder.output(product, 1);
    String source = GraphEmitter.emit(ShapeInference.infer(builder.build())).source();
    assertThat(source).doesNotContain("import", "evil", "Qz").contains("\"ab,->ba\"");
  }

  @Test
  void refusesAnEquationThatIsNotMadeOfLetters() {
    OperatorCase einsum =
        OperatorCase.of("Einsum").with("equation", "ij->i\"); evil(\"").input(2, 3);
    assertThat(reasons(einsum)).singleElement().asString().contains("letters");
  }

  @Test
  void namesEveryNodeThatItCannotWrite() {
    List<Node> nodes =
        List.of(
            Node.of("first", "Relu", List.of("x0"), List.of("a")),
            Node.of("second", "StringConcat", List.of("a"), List.of("b")),
            new Node("third", "com.example", "Relu", List.of("b"), List.of("c"), Map.of()),
            Node.of("fourth", "Neg", List.of("c"), List.of("y0")));
    TypedGraph relu = OperatorCase.of("Relu").input(2, 3).typed();
    Graph graph = relu.graph().withNodes(nodes);
    TypedGraph typed = new TypedGraph(graph, relu.types(), Map.of());
    assertThat(GraphEmitter.problems(typed))
        .containsExactly(
            new Problem(
                "model:graph.node[1]",
                "operator-not-compilable",
                "The node (second) of operator (StringConcat) cannot be compiled: there is no emitter for"
                    + " this operator."),
            new Problem(
                "model:graph.node[2]",
                "operator-not-compilable",
                "The node (third) of operator (com.example.Relu) cannot be compiled: there is no"
                    + " emitter for this operator."));
    assertThatThrownBy(() -> GraphEmitter.emit(typed))
        .isInstanceOfSatisfying(
            EspalierException.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(ErrorCode.MODEL_NOT_RUNNABLE);
              assertThat(refusal.problems()).hasSize(2);
            });
  }

  @ParameterizedTest
  @MethodSource
  void refusesWhatHasNoExactProgram(OperatorCase operator) {
    assertThat(reasons(operator)).hasSize(1);
  }

  static Stream<OperatorCase> refusesWhatHasNoExactProgram() {
    return Stream.of(resizes(), windows(), others(), specialists()).flatMap(cases -> cases);
  }

  private static Stream<OperatorCase> specialists() {
    return Stream.of(
        OperatorCase.of("RNN")
            .withStrings("activations", "Swish")
            .input(2, 1, 3)
            .weight(1, 4, 3)
            .weight(1, 4, 4),
        OperatorCase.of("LSTM")
            .withStrings("activations", "Sigmoid", "Tanh")
            .input(2, 1, 3)
            .weight(1, 16, 3)
            .weight(1, 16, 4),
        OperatorCase.of("QuantizeLinear")
            .with("output_dtype", 22)
            .opset(21)
            .input(2, 3)
            .constant(Tensor.scalar(1)),
        OperatorCase.of("QLinearMatMul")
            .input(OperatorCase.whole(ElementType.UINT8, new long[] {1, 1}, 1))
            .constant(Tensor.scalar(1))
            .constant(OperatorCase.whole(ElementType.UINT8, new long[0], 1))
            .input(OperatorCase.whole(ElementType.UINT8, new long[] {1, 1}, 1))
            .constant(Tensor.scalar(1))
            .constant(OperatorCase.whole(ElementType.UINT8, new long[0], 1))
            .constant(Tensor.scalar(1))
            .constant(Tensor.scalar(0)),
        OperatorCase.of("DFT").with("onesided", 1).input(2, 4, 2),
        OperatorCase.of("DFT").label("without axis").input(2, 3, 4, 2),
        OperatorCase.of("GridSample")
            .with("mode", "cubic")
            .input(1, 1, 2, 2, 2)
            .input(1, 1, 1, 1, 3),
        OperatorCase.of("TfIdfVectorizer")
            .withStrings("pool_strings", "a")
            .withInts("ngram_counts", 0)
            .withInts("ngram_indexes", 0)
            .input(Tensor.vector(1, 2)));
  }

  private static Stream<OperatorCase> resizes() {
    Tensor scales = Tensor.ofFloats(new long[] {4}, 1, 1, 0.5f, 0.5f);
    return Stream.of(
        OperatorCase.of("Resize")
            .label("filters")
            .opset(18)
            .with("mode", "linear")
            .with("antialias", 1)
            .input(1, 2, 4, 4)
            .omitted()
            .constant(scales),
        OperatorCase.of("Resize")
            .label("unknown mode")
            .with("mode", "area")
            .input(1, 2, 4, 4)
            .omitted()
            .constant(scales));
  }

  private static Stream<OperatorCase> windows() {
    return Stream.of(
        OperatorCase.of("MaxPool")
            .label("rounds up with unequal pads")
            .withInts("kernel_shape", 2, 2)
            .withInts("pads", 0, 0, 1, 1)
            .with("ceil_mode", 1)
            .input(1, 2, 4, 4),
        OperatorCase.of("AveragePool")
            .label("counts padding beyond the padding")
            .withInts("kernel_shape", 3, 3)
            .withInts("strides", 2, 2)
            .with("ceil_mode", 1)
            .with("count_include_pad", 1)
            .input(1, 2, 6, 6),
        OperatorCase.of("Conv")
            .label("pads of unknown extents")
            .with("auto_pad", "SAME_UPPER")
            .symbolicInput(1, 2, 4, 4)
            .weight(3, 2, 3, 3));
  }

  private static Stream<OperatorCase> others() {
    return Stream.of(
        OperatorCase.of("BatchNormalization")
            .label("training")
            .with("training_mode", 1)
            .input(2, 3)
            .weight(3)
            .weight(3)
            .weight(3)
            .weight(3),
        OperatorCase.of("Cast").label("to text").with("to", 8).input(2, 3),
        OperatorCase.of("Gelu")
            .label("unknown approximation")
            .with("approximate", "erf2")
            .input(2, 3),
        OperatorCase.of("Pad")
            .label("unknown mode")
            .with("mode", "mirror")
            .input(2, 3)
            .constant(Tensor.vector(0, 1, 0, 1)),
        OperatorCase.of("ScatterElements")
            .label("unknown reduction")
            .with("reduction", "mean")
            .input(2)
            .constant(Tensor.vector(0))
            .input(1));
  }

  private static List<String> reasons(OperatorCase operator) {
    return GraphEmitter.problems(operator.typed()).stream().map(Problem::message).toList();
  }
}
