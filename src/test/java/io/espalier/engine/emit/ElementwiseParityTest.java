package io.espalier.engine.emit;

import io.espalier.engine.OperatorCase;
import io.espalier.engine.Parity;
import io.espalier.graph.ElementType;
import io.espalier.graph.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ElementwiseParityTest {
  private static final Tensor BOOLS = bools(1, 0, 1, 1, 0, 0);
  private static final Tensor OTHER_BOOLS = bools(1, 1, 0, 1, 0, 1);
  private static final Tensor SPECIAL =
      Tensor.ofFloats(
          new long[] {6}, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0, -0f, 25);

  @ParameterizedTest
  @MethodSource({"unary", "activations", "binary", "logic", "variadic", "casts"})
  void computesWhatOnnxRuntimeComputes(OperatorCase operator) {
    Parity.assertParity(operator);
  }

  static Stream<OperatorCase> unary() {
    Stream<OperatorCase> everywhere =
        Stream.of(
                "Abs",
                "Atan",
                "Asinh",
                "Ceil",
                "Cos",
                "Erf",
                "Exp",
                "Floor",
                "Identity",
                "IsNaN",
                "Neg",
                "Reciprocal",
                "Relu",
                "Sigmoid",
                "Sign",
                "Sin",
                "Sinh",
                "Tanh",
                "Softsign")
            .map(operator -> OperatorCase.of(operator).batchInput(3, 7));
    Stream<OperatorCase> positive =
        Stream.of("Log", "Sqrt").map(operator -> OperatorCase.of(operator).input(ramp(0.01f, 3)));
    Stream<OperatorCase> aroundZero =
        Stream.of("Acos", "Asin", "Atanh", "Tan", "Cosh")
            .map(operator -> OperatorCase.of(operator).input(ramp(-0.9f, 0.9f)));
    Stream<OperatorCase> special =
        Stream.of(
            OperatorCase.of("Acosh").input(ramp(1.1f, 5)),
            OperatorCase.of("Round").label("halves to even").input(halves()),
            OperatorCase.of("IsInf").input(SPECIAL),
            OperatorCase.of("IsInf").label("negative").with("detect_positive", 0).input(SPECIAL),
            OperatorCase.of("IsInf").label("positive").with("detect_negative", 0).input(SPECIAL),
            OperatorCase.of("Relu").label("not a number").input(SPECIAL),
            OperatorCase.of("Not").input(BOOLS),
            OperatorCase.of("Dropout").input(2, 3),
            OperatorCase.of("Dropout").label("ratio").input(2, 3).constant(Tensor.scalar(0.7f)));
    return Stream.of(everywhere, positive, aroundZero, special).flatMap(cases -> cases);
  }

  static Stream<OperatorCase> activations() {
    Tensor wide = ramp(-8, 30);
    return Stream.of(
        OperatorCase.of("Celu").with("alpha", 0.7f).input(wide),
        OperatorCase.of("Clip").input(wide).constant(Tensor.scalar(0)).constant(Tensor.scalar(6)),
        OperatorCase.of("Clip").label("upper").input(wide).omitted().constant(Tensor.scalar(6)),
        OperatorCase.of("Clip").label("unbounded").input(wide),
        OperatorCase.of("Clip").label("lower at run time").input(wide).input(Tensor.scalar(1)),
        OperatorCase.of("Clip")
            .label("minimum above maximum")
            .input(wide)
            .constant(Tensor.scalar(4))
            .constant(Tensor.scalar(2)),
        OperatorCase.of("Elu").with("alpha", 0.5f).input(wide),
        OperatorCase.of("Gelu").opset(20).input(wide),
        OperatorCase.of("Gelu").label("tanh").with("approximate", "tanh").opset(20).input(wide),
        OperatorCase.of("HardSigmoid").with("alpha", 0.1666f).with("beta", 0.5f).input(wide),
        OperatorCase.of("HardSwish").input(wide),
        OperatorCase.of("LeakyRelu").with("alpha", 0.2f).input(wide),
        OperatorCase.of("LogSoftmax").with("axis", 1).input(2, 5, 3),
        OperatorCase.of("Mish").opset(18).input(wide),
        OperatorCase.of("PRelu").input(2, 4, 3, 3).weight(4, 1, 1),
        OperatorCase.of("Selu").input(wide),
        OperatorCase.of("Shrink").with("lambd", 1.5f).with("bias", 0.5f).input(wide),
        OperatorCase.of("Softmax").input(2, 5, 3),
        OperatorCase.of("Softmax").label("first axis").with("axis", 0).input(2, 5, 3),
        OperatorCase.of("Softplus").input(wide),
        OperatorCase.of("ThresholdedRelu").with("alpha", 0.5f).input(wide));
  }

  static Stream<OperatorCase> binary() {
    Stream<OperatorCase> broadcasting =
        Stream.of(
                "Add",
                "Sub",
                "Mul",
                "Div",
                "Equal",
                "Greater",
                "Less",
                "GreaterOrEqual",
                "LessOrEqual")
            .map(operator -> OperatorCase.of(operator).batchInput(2, 3, 4).weight(3, 1));
    Stream<OperatorCase> special =
        Stream.of(
            OperatorCase.of("Div")
                .label("towards zero")
                .input(longs(-7, 7, -1))
                .constant(longs(2, -2, 3)),
            OperatorCase.of("Mod").input(longs(-7, 7, -1)).constant(longs(2, -2, 3)),
            OperatorCase.of("Mod").label("fmod").with("fmod", 1).input(2, 3).weight(3),
            OperatorCase.of("Pow").input(ramp(0.1f, 3)).constant(Tensor.scalar(2.5f)),
            OperatorCase.of("Pow")
                .label("integer exponent")
                .input(2, 3)
                .constant(Tensor.vector(2, 3, 4)),
            OperatorCase.of("Pow")
                .label("integer base")
                .input(longs(2, 3, -1))
                .constant(Tensor.scalar(2)),
            shift("LEFT"),
            shift("RIGHT"),
            OperatorCase.of("BitwiseAnd").opset(18).input(longs(6, 5)).constant(longs(3, 1)),
            OperatorCase.of("BitwiseOr").opset(18).input(longs(6, 5)).constant(longs(3, 1)),
            OperatorCase.of("BitwiseXor").opset(18).input(longs(6, 5)).constant(longs(3, 1)),
            OperatorCase.of("BitwiseNot").opset(18).input(longs(6, -5)));
    return Stream.concat(broadcasting, special);
  }

  private static OperatorCase shift(String direction) {
    return OperatorCase.of("BitShift")
        .label(direction)
        .with("direction", direction)
        .input(unsignedBytes(200, 3, 1))
        .constant(unsignedBytes(1, 2, 9));
  }

  static Stream<OperatorCase> logic() {
    return Stream.of(
        OperatorCase.of("And").input(BOOLS).input(OTHER_BOOLS),
        OperatorCase.of("Or").input(BOOLS).input(OTHER_BOOLS),
        OperatorCase.of("Xor").input(BOOLS).input(OTHER_BOOLS),
        OperatorCase.of("Where").input(BOOLS).input(4, 6).weight(1, 1));
  }

  static Stream<OperatorCase> variadic() {
    return Stream.of("Max", "Min", "Sum", "Mean")
        .map(operator -> OperatorCase.of(operator).input(2, 3).weight(3).input(2, 1));
  }

  static Stream<OperatorCase> casts() {
    Stream<OperatorCase> fromFloat =
        List.of(
                ElementType.INT64,
                ElementType.INT32,
                ElementType.DOUBLE,
                ElementType.FLOAT16,
                ElementType.BOOL,
                ElementType.INT8)
            .stream()
            .map(
                type ->
                    OperatorCase.of("Cast")
                        .label(type.text())
                        .with("to", type.onnxCode())
                        .input(2, 5));
    return Stream.concat(
        fromFloat,
        Stream.of(
            OperatorCase.of("Cast")
                .label("from boolean")
                .with("to", ElementType.FLOAT.onnxCode())
                .input(BOOLS),
            OperatorCase.of("CastLike").input(longs(1, 2)).input(2)));
  }

  private static Tensor ramp(float first, float last) {
    float[] values = new float[24];
    for (int i = 0; i < values.length; i++) {
      values[i] = first + (last - first) * i / (values.length - 1);
    }
    return Tensor.ofFloats(new long[] {4, 6}, values);
  }

  private static Tensor halves() {
    return Tensor.ofFloats(new long[] {6}, -2.5f, -1.5f, -0.5f, 0.5f, 1.5f, 2.5f);
  }

  private static Tensor longs(long... values) {
    return Tensor.vector(values);
  }

  private static Tensor unsignedBytes(int... values) {
    return Tensor.of(ElementType.UINT8, new long[] {values.length}, bools(values).bytes());
  }

  private static Tensor bools(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return Tensor.of(ElementType.BOOL, new long[] {values.length}, MemorySegment.ofArray(bytes));
  }
}
