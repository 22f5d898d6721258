package io.espalier.graph.rewrite.lower;

import io.espalier.engine.OperatorCase;
import io.espalier.engine.Parity;
import io.espalier.graph.ElementType;
import io.espalier.graph.Graph;
import io.espalier.graph.Tensor;
import io.espalier.graph.TensorType;
import io.espalier.graph.ValueInfo;
import io.espalier.graph.rewrite.FloatingTensors;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each operator of a newer opset computes in the oldest one what our program computes. */
class LoweredOperatorTest {
  private static final Tensor ONE = Tensor.ofLongs(new long[0], 1);

  private static Stream<OperatorCase> cases() {
    return Stream.of(activations(), normalizations(), reductions(), layouts(), images())
        .flatMap(cases -> cases);
  }

  private static Stream<OperatorCase> activations() {
    return Stream.of(
        OperatorCase.of("Gelu").opset(20).input(3, 5),
        OperatorCase.of("Gelu").label("tanh").with("approximate", "tanh").opset(20).input(3, 5),
        OperatorCase.of("HardSwish").input(3, 5),
        OperatorCase.of("Mish").opset(18).input(3, 5));
  }

  private static Stream<OperatorCase> normalizations() {
    return Stream.of(
        OperatorCase.of("LayerNormalization").input(2, 3, 5).weight(5).weight(5),
        OperatorCase.of("LayerNormalization")
            .label("two axes")
            .with("axis", 1)
            .with("epsilon", 0.1f)
            .input(2, 3, 5)
            .weight(3, 5),
        OperatorCase.of("BatchNormalization")
            .input(2, 3, 5)
            .weight(3)
            .weight(3)
            .weight(3)
            .positiveWeight(3),
        OperatorCase.of("GroupNormalization")
            .opset(21)
            .with("num_groups", 2)
            .input(2, 6, 3, 3)
            .weight(6)
            .weight(6),
        OperatorCase.of("GroupNormalization")
            .label("a scale for a group")
            .opset(18)
            .with("num_groups", 2)
            .input(2, 6, 3, 3)
            .weight(2)
            .weight(2));
  }

  private static Stream<OperatorCase> reductions() {
    return Stream.of(
            "ReduceL1",
            "ReduceL2",
            "ReduceLogSumExp",
            "ReduceMax",
            "ReduceMean",
            "ReduceMin",
            "ReduceProd",
            "ReduceSum",
            "ReduceSumSquare")
        .flatMap(
            operator ->
                Stream.of(
                    OperatorCase.of(operator).opset(18).input(2, 3, 4),
                    OperatorCase.of(operator)
                        .label("axes")
                        .opset(18)
                        .with("keepdims", 0)
                        .input(2, 3, 4)
                        .constant(Tensor.vector(-1, 0))));
  }

  private static Stream<OperatorCase> layouts() {
    return Stream.of(
        OperatorCase.of("Trilu").input(2, 4, 5),
        OperatorCase.of("Trilu").label("lower").with("upper", 0).input(4, 5).constant(ONE),
        OperatorCase.of("Split").opset(18).with("num_outputs", 3).outputs(3).input(7, 2),
        OperatorCase.of("Split")
            .label("even")
            .opset(18)
            .with("num_outputs", 2)
            .with("axis", -1)
            .outputs(2)
            .input(3, 4),
        OperatorCase.of("Shape").label("end").with("start", 1).with("end", -1).input(2, 3, 4),
        OperatorCase.of("CastLike").input(2, 3).constant(ONE),
        OperatorCase.of("Reshape").with("allowzero", 1).input(2, 6).constant(Tensor.vector(3, -1)));
  }

  private static Stream<OperatorCase> images() {
    Tensor zero = Tensor.scalar(0.5f);
    return Stream.of(
        OperatorCase.of("Pad")
            .opset(18)
            .input(2, 3, 4)
            .constant(Tensor.vector(1, 0, 2, 3))
            .constant(zero)
            .constant(Tensor.vector(-1, 0)));
  }

  private static Stream<OperatorCase> resizes() {
    return Stream.of(
        OperatorCase.of("Resize")
            .label("sizes")
            .opset(18)
            .withInts("axes", 2, 3)
            .input(1, 2, 3, 3)
            .omitted()
            .omitted()
            .constant(Tensor.vector(6, 5)),
        OperatorCase.of("Resize")
            .label("scales")
            .opset(18)
            .with("mode", "linear")
            .withInts("axes", -1, 2)
            .input(1, 2, 4, 2)
            .omitted()
            .constant(Tensor.ofFloats(new long[] {2}, 2.5f, 1.5f)));
  }

  @ParameterizedTest
  @MethodSource("resizes")
  void resizesTheSameInTheOldestOpset(OperatorCase operator) {
    TensorType image = TensorType.of(ElementType.FLOAT, 1, 2, 6, 5);
    Graph graph = operator.graph(List.of(new ValueInfo("y0", image)));
    Graph oldest = Lowering.to(graph, Lowering.OLDEST).graph();
    Parity.assertEqual(
        Parity.runOnnx(graph, operator.samples()), Parity.runOnnx(oldest, operator.samples()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"RNN", "GRU", "LSTM"})
  void runsARecurrentLayerWithItsBatchInFront(String operator) {
    long gates = operator.equals("RNN") ? 1 : operator.equals("GRU") ? 3 : 4;
    Tensor batchFirst = FloatingTensors.of(ElementType.FLOAT, new long[] {2, 3, 4}, Math::sin);
    Tensor timeFirst =
        FloatingTensors.of(
            ElementType.FLOAT,
            new long[] {3, 2, 4},
            i -> batchFirst.doubleAt(i / 4 % 2 * 12 + i / 8 * 4 + i % 4));
    List<Tensor> expected =
        run(
            recurrent(operator, gates, 0, timeFirst),
            new long[] {3, 2, 2, 5},
            new long[] {2, 2, 5});
    List<Tensor> found =
        run(
            recurrent(operator, gates, 1, batchFirst),
            new long[] {2, 3, 2, 5},
            new long[] {2, 2, 5});
    Tensor turned = expected.getFirst();
    Tensor steps =
        FloatingTensors.of(
            ElementType.FLOAT,
            new long[] {2, 3, 2, 5},
            i -> turned.doubleAt(i / 10 % 3 * 20 + i / 5 % 2 * 10 + i / 30 * 5 + i % 5));
    Tensor last = expected.getLast();
    Tensor states =
        FloatingTensors.of(
            ElementType.FLOAT,
            new long[] {2, 2, 5},
            i -> last.doubleAt(i / 5 % 2 * 10 + i / 10 * 5 + i % 5));
    Parity.assertEqual(List.of(steps, states), found);
  }

  private static OperatorCase recurrent(String operator, long gates, long layout, Tensor x) {
    return OperatorCase.of(operator)
        .with("layout", layout)
        .with("hidden_size", 5)
        .with("direction", "bidirectional")
        .outputs(2)
        .input(x)
        .weight(2, 5 * gates, 4)
        .weight(2, 5 * gates, 5);
  }

  private static List<Tensor> run(OperatorCase operator, long[] steps, long[] states) {
    Graph graph =
        operator.graph(
            List.of(
                new ValueInfo("y0", TensorType.of(ElementType.FLOAT, steps)),
                new ValueInfo("y1", TensorType.of(ElementType.FLOAT, states))));
    return Parity.runOnnx(Lowering.to(graph, Lowering.OLDEST).graph(), operator.samples());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void computesTheSameInTheOldestOpset(OperatorCase operator) {
    List<Tensor> compiled = Parity.runCompiled(operator.typed(), operator.samples());
    List<ValueInfo> outputs = new ArrayList<>();
    for (int i = 0; i < compiled.size(); i++) {
      outputs.add(new ValueInfo(operator.outputNames().get(i), compiled.get(i).type()));
    }
    Graph graph = operator.graph(outputs);
    Parity.assertEqual(Parity.runOnnx(graph, operator.samples()), compiled);
    Graph oldest = Lowering.to(graph, Lowering.OLDEST).graph();
    Parity.assertEqual(Parity.runOnnx(oldest, operator.samples()), compiled);
  }
}
