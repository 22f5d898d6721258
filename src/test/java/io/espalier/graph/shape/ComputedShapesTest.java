package io.espalier.graph.shape;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.engine.OperatorCase;
import io.espalier.graph.Tensor;
import io.espalier.graph.TensorType;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is known of a shape when axes, bounds or sizes are computed at run time. */
class ComputedShapesTest {
  private static final Tensor TWO = Tensor.vector(0, 1);

  @ParameterizedTest
  @MethodSource
  void knowsTheRank(OperatorCase operator, List<String> shapes) {
    TypedGraph typed = operator.typed();
    List<String> inferred =
        IntStream.range(0, operator.outputNames().size())
            .mapToObj(i -> typed.type("y" + i).map(TensorType::toString).orElse("?"))
            .toList();
    assertThat(inferred).isEqualTo(shapes);
  }

  static Stream<Arguments> knowsTheRank() {
    return Stream.of(
        Arguments.of(of("ReduceSum").input(TWO), List.of("float[node#0,node#1,node#2]")),
        Arguments.of(of("ReduceSum").with("keepdims", 0).input(TWO), List.of("float[node#0]")),
        Arguments.of(of("Squeeze").input(TWO), List.of("float[node#0]")),
        Arguments.of(
            of("Unsqueeze").input(TWO), List.of("float[node#0,node#1,node#2,node#3,node#4]")),
        Arguments.of(
            of("Split").outputs(2).input(TWO),
            List.of("float[node#0.0,3,4]", "float[node#1.0,3,4]")),
        Arguments.of(
            of("Slice").constant(TWO).constant(TWO).input(TWO),
            List.of("float[node#0,node#1,node#2]")),
        Arguments.of(
            of("Pad").input(Tensor.vector(0, 0, 0, 0, 0, 0)),
            List.of("float[node#0,node#1,node#2]")),
        Arguments.of(
            of("Resize").omitted().input(Tensor.ofFloats(new long[] {3}, 1, 1, 2)),
            List.of("float[node#0,node#1,node#2]")),
        Arguments.of(
            OperatorCase.of("Einsum").with("equation", "...ij,jk").input(5, 2, 3).input(3, 4),
            List.of("float[5,2,4]")),
        Arguments.of(
            OperatorCase.of("Einsum").with("equation", "...i,i...->...").input(5, 3).input(3, 1),
            List.of("float[5]")));
  }

  private static OperatorCase of(String operator) {
    return OperatorCase.of(operator).input(2, 3, 4);
  }
}
