package io.espalier.engine.emit;

import io.espalier.engine.OperatorCase;
import io.espalier.engine.Parity;
import io.espalier.graph.Graph;
import io.espalier.graph.Tensor;
import io.espalier.graph.ValueInfo;
import io.espalier.graph.rewrite.lower.Lowering;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Operators that only fusions make, against their spelling in ONNX Runtime. */
class FusedParityTest {
  private static final long OPSET = 21;

  static Stream<OperatorCase> cases() {
    return Stream.of(
        OperatorCase.of("Attention").input(2, 3, 5, 4).input(2, 3, 7, 4).input(2, 3, 7, 6),
        OperatorCase.of("Attention")
            .label("scale and mask")
            .with("scale", 0.3f)
            .batchInput(2, 3, 5, 4)
            .batchInput(2, 3, 7, 4)
            .batchInput(2, 3, 7, 4)
            .batchInput(2, 1, 1, 7),
        OperatorCase.of("Attention")
            .label("mask of the scores")
            .input(2, 3, 5, 4)
            .input(2, 3, 7, 4)
            .input(2, 3, 7, 4)
            .input(5, 7),
        OperatorCase.of("Swish").batchInput(2, 5, 3),
        OperatorCase.of("Swish").label("alpha").with("alpha", 1.7f).batchInput(2, 5, 3),
        OperatorCase.of("RMSNormalization").batchInput(2, 5, 3).positiveWeight(3),
        OperatorCase.of("RMSNormalization")
            .label("two axes")
            .with("axis", 1)
            .with("epsilon", 0.1f)
            .batchInput(2, 5, 3)
            .weight(5, 3),
        OperatorCase.of("RMSNormalization")
            .label("one scale")
            .with("axis", -2)
            .batchInput(2, 5, 3)
            .weight(1),
        OperatorCase.of("GroupNormalization")
            .label("a scale for a channel")
            .with("num_groups", 2)
            .batchInput(2, 6, 3)
            .positiveWeight(6)
            .weight(6));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void computesWhatItsSpellingComputes(OperatorCase operator) {
    List<Tensor> compiled = Parity.runCompiled(operator.typed(), operator.samples());
    Graph graph = operator.graph(List.of(new ValueInfo("y0", compiled.getFirst().type())));
    Graph spelled = Lowering.to(graph, OPSET).graph();
    Parity.assertEqual(Parity.runOnnx(spelled, operator.samples()), compiled);
  }
}
