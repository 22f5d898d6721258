package io.espalier.engine.emit;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.engine.OperatorCase;
import io.espalier.engine.Parity;
import io.espalier.graph.Dim;
import io.espalier.graph.Tensor;
import io.espalier.graph.TensorType;
import io.espalier.graph.ValueInfo;
import io.espalier.graph.shape.ShapeInference;
import io.espalier.graph.shape.TypedGraph;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SpecialistTypesTest {
  @ParameterizedTest
  @MethodSource("operators")
  void infersTheTypesOfWhatIsComputed(OperatorCase operator) {
    List<Tensor> computed = Parity.runCompiled(operator.typed(), operator.samples());
    List<ValueInfo> outputs =
        IntStream.range(0, computed.size())
            .mapToObj(i -> new ValueInfo(operator.outputNames().get(i), computed.get(i).type()))
            .toList();
    TypedGraph typed = ShapeInference.infer(operator.graph(outputs));
    assertThat(outputs)
        .allSatisfy(
            output ->
                assertThat(typed.type(output.name()))
                    .hasValueSatisfying(type -> fits(type, output.type())));
  }

  static Stream<OperatorCase> operators() {
    return Stream.of(
            RecurrentParityTest.layers(),
            QuantizationParityTest.conversions(),
            QuantizationParityTest.convolutions(),
            QuantizationParityTest.products(),
            SpecialistParityTest.losses(),
            SpecialistParityTest.signals(),
            SpecialistParityTest.sets(),
            SpecialistParityTest.ngrams(),
            SpecialistParityTest.determinants(),
            RegionParityTest.regions(),
            RegionParityTest.suppressions(),
            RegionParityTest.unpools())
        .flatMap(cases -> cases);
  }

  private static void fits(TensorType inferred, TensorType computed) {
    assertThat(inferred.elementType()).isEqualTo(computed.elementType());
    assertThat(inferred.rank()).isEqualTo(computed.rank());
    for (int axis = 0; axis < inferred.rank(); axis++) {
      Dim dim = inferred.dim(axis);
      if (dim.isKnown()) {
        assertThat(dim).isEqualTo(computed.dim(axis));
      }
    }
  }
}
