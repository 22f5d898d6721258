package io.espalier.engine.emit;

import io.espalier.engine.OperatorCase;
import io.espalier.engine.Parity;
import io.espalier.graph.ElementType;
import io.espalier.graph.Tensor;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Scatters, one-hot encodings, running sums, and axes and bounds that are computed. */
class PlacementParityTest {
  private static final Tensor REPEATED = Tensor.ofFloats(new long[] {5}, 1, 3, 3, 2, 3);

  @ParameterizedTest
  @MethodSource({"scatters", "encodings", "sums", "computedAxes", "computedBounds", "lasts"})
  void computesWhatOnnxRuntimeComputes(OperatorCase operator) {
    Parity.assertParity(operator);
  }

  static Stream<OperatorCase> scatters() {
    Stream<OperatorCase> reductions =
        Stream.of("add", "mul", "max", "min")
            .flatMap(
                reduction -> Stream.of(elements(reduction).opset(18), slices(reduction).opset(18)));
    Stream<OperatorCase> plain =
        Stream.of(
            OperatorCase.of("ScatterElements")
                .with("axis", 1)
                .symbolicInput(2, 4)
                .constant(Tensor.ofLongs(new long[] {2, 2}, 0, -1, 2, 1))
                .input(2, 2),
            slices("none"),
            OperatorCase.of("ScatterND")
                .label("elements")
                .input(3, 4)
                .constant(Tensor.ofLongs(new long[] {2, 2}, 0, 1, -1, 3))
                .input(2),
            OperatorCase.of("ScatterND")
                .label("one slice")
                .input(3, 4)
                .constant(Tensor.vector(2))
                .input(4));
    return Stream.concat(plain, reductions);
  }

  private static OperatorCase elements(String reduction) {
    return OperatorCase.of("ScatterElements")
        .label(reduction)
        .with("reduction", reduction)
        .symbolicInput(3, 4)
        .constant(Tensor.ofLongs(new long[] {3, 2}, 0, 1, 0, 2, -1, 1))
        .input(3, 2);
  }

  private static OperatorCase slices(String reduction) {
    OperatorCase slices =
        OperatorCase.of("ScatterND")
            .label(reduction)
            .symbolicInput(3, 2, 4)
            .constant(Tensor.ofLongs(new long[] {3, 1}, 0, 2, reduction.equals("none") ? 1 : 0))
            .input(3, 2, 4);
    return reduction.equals("none") ? slices : slices.with("reduction", reduction);
  }

  static Stream<OperatorCase> encodings() {
    Tensor indices = Tensor.ofLongs(new long[] {2, 3}, 0, 2, -1, 5, 1, -4);
    Tensor offAndOn = Tensor.ofFloats(new long[] {2}, -1, 3);
    return Stream.of(
        OperatorCase.of("OneHot").input(indices).constant(Tensor.vector(4)).constant(offAndOn),
        OperatorCase.of("OneHot")
            .label("at run time")
            .with("axis", 1)
            .input(indices)
            .input(scalar(4))
            .input(offAndOn),
        OperatorCase.of("Hardmax").input(REPEATED.withShape(1, 5)),
        OperatorCase.of("Hardmax").label("first axis").with("axis", 0).symbolicInput(3, 4),
        OperatorCase.of("EyeLike").with("k", 1).input(3, 5),
        OperatorCase.of("EyeLike")
            .label("integers")
            .with("k", -2)
            .with("dtype", ElementType.INT64.onnxCode())
            .input(4, 3));
  }

  static Stream<OperatorCase> sums() {
    return Stream.of(
        OperatorCase.of("CumSum")
            .label("reverse")
            .with("reverse", 1)
            .input(2, 4)
            .constant(scalar(1)),
        OperatorCase.of("CumSum")
            .label("exclusive")
            .with("exclusive", 1)
            .input(2, 4)
            .constant(scalar(-1)),
        OperatorCase.of("CumSum")
            .label("both at run time")
            .with("exclusive", 1)
            .with("reverse", 1)
            .input(3, 4)
            .input(scalar(0)));
  }

  static Stream<OperatorCase> computedAxes() {
    Stream<OperatorCase> reductions =
        Stream.of("ReduceSum", "ReduceMax", "ReduceProd", "ReduceL2")
            .flatMap(
                operator ->
                    Stream.of(
                        OperatorCase.of(operator)
                            .label("computed axes")
                            .opset(18)
                            .symbolicInput(2, 3, 4)
                            .input(Tensor.vector(-1, 0)),
                        OperatorCase.of(operator)
                            .label("computed axes that go")
                            .opset(18)
                            .with("keepdims", 0)
                            .symbolicInput(2, 3, 4)
                            .input(Tensor.vector(1))));
    return Stream.concat(
        reductions,
        Stream.of(
            OperatorCase.of("Squeeze")
                .label("computed axes")
                .symbolicInput(2, 1, 3, 1)
                .input(Tensor.vector(-1, 1)),
            OperatorCase.of("Unsqueeze")
                .label("computed axes")
                .symbolicInput(2, 3)
                .input(Tensor.vector(-1, 0))));
  }

  static Stream<OperatorCase> computedBounds() {
    return Stream.of(
        slice("forwards", 1, 9, 0, 2),
        slice("backwards", 9, -9, 1, -2),
        slice("empty", 3, 1, 0, 1),
        slice("empty backwards", 1, 3, 0, -1),
        slice("from the end", -2, 5, -1, 1),
        OperatorCase.of("Split")
            .label("computed sizes")
            .outputs(2)
            .symbolicInput(5, 2)
            .input(Tensor.vector(2, 3)),
        OperatorCase.of("Trilu").label("computed diagonal").input(4, 4).input(scalar(-1)),
        OperatorCase.of("Dropout").label("computed ratio").input(2, 3).input(Tensor.scalar(0.3f)));
  }

  private static OperatorCase slice(String label, long start, long end, long axis, long step) {
    return OperatorCase.of("Slice")
        .label(label)
        .symbolicInput(5, 6)
        .input(Tensor.vector(start))
        .input(Tensor.vector(end))
        .input(Tensor.vector(axis))
        .input(Tensor.vector(step));
  }

  static Stream<OperatorCase> lasts() {
    return Stream.of(
        OperatorCase.of("ArgMax").label("last").with("select_last_index", 1).input(REPEATED),
        OperatorCase.of("ArgMin")
            .label("last")
            .with("select_last_index", 1)
            .with("axis", -1)
            .with("keepdims", 0)
            .input(REPEATED.withShape(1, 5)),
        OperatorCase.of("GatherND")
            .label("batch axis")
            .with("batch_dims", 1)
            .symbolicInput(2, 3, 4)
            .input(Tensor.ofLongs(new long[] {2, 1}, 2, -3)),
        OperatorCase.of("GatherND")
            .label("batch axis of more")
            .with("batch_dims", 1)
            .symbolicInput(2, 3, 4)
            .input(Tensor.ofLongs(new long[] {2, 2, 1}, 2, 0, 1, 1)),
        OperatorCase.of("Dropout").label("mask").outputs(2).input(2, 3),
        OperatorCase.of("IsInf")
            .label("neither")
            .with("detect_negative", 0)
            .with("detect_positive", 0)
            .input(2, 3));
  }

  private static Tensor scalar(long value) {
    return Tensor.ofLongs(new long[0], value);
  }
}
