package io.espalier.engine.emit;

import static io.espalier.engine.OperatorCase.whole;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.engine.OperatorCase;
import io.espalier.engine.Parity;
import io.espalier.graph.ElementType;
import io.espalier.graph.Graph;
import io.espalier.graph.Tensor;
import io.espalier.graph.ValueInfo;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class QuantizationParityTest {
  private static final ElementType BYTE = ElementType.INT8;
  private static final ElementType UNSIGNED = ElementType.UINT8;
  private static final int LEVELS = 255;

  @ParameterizedTest
  @MethodSource({"conversions", "convolutions", "products"})
  void computesWhatOnnxRuntimeComputes(OperatorCase operator) {
    Parity.assertParity(operator);
  }

  static Stream<OperatorCase> conversions() {
    return Stream.of(
        OperatorCase.of("QuantizeLinear").batchInput(2, 3, 4).constant(Tensor.scalar(0.1f)),
        OperatorCase.of("QuantizeLinear")
            .label("halves")
            .input(Tensor.ofFloats(new long[] {6}, -2.5f, -1.5f, -0.5f, 0.5f, 1.5f, 2.5f))
            .constant(Tensor.scalar(1))
            .constant(scalar(BYTE, 3)),
        OperatorCase.of("QuantizeLinear")
            .label("saturated")
            .batchInput(2, 3, 4)
            .constant(Tensor.scalar(0.001f))
            .constant(scalar(BYTE, -5)),
        OperatorCase.of("QuantizeLinear")
            .label("per axis")
            .with("axis", -1)
            .batchInput(2, 3, 4)
            .positiveWeight(4)
            .constant(whole(UNSIGNED, new long[] {4}, 0, 10, 128, 255)),
        OperatorCase.of("QuantizeLinear")
            .label("blocks")
            .opset(21)
            .with("axis", 1)
            .with("block_size", 2)
            .batchInput(2, 4, 3)
            .positiveWeight(2, 2, 3)
            .constant(whole(BYTE, new long[] {2, 2, 3}, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)),
        dequantize("bytes", BYTE).constant(Tensor.scalar(0.1f)).constant(scalar(BYTE, -7)),
        dequantize("without zero point", UNSIGNED).constant(Tensor.scalar(0.1f)),
        dequantize("integers", ElementType.INT32).constant(Tensor.scalar(0.1f)),
        dequantize("per axis", BYTE)
            .with("axis", 1)
            .positiveWeight(3)
            .constant(whole(BYTE, new long[] {3}, 1, -2, 3)),
        dequantize("blocks", BYTE)
            .opset(21)
            .with("axis", 2)
            .with("block_size", 2)
            .positiveWeight(2, 3, 2),
        OperatorCase.of("DynamicQuantizeLinear").batchInput(2, 3, 4).outputs(3),
        OperatorCase.of("DynamicQuantizeLinear")
            .label("positive")
            .input(Tensor.ofFloats(new long[] {3}, 1, 2, 3))
            .outputs(3),
        OperatorCase.of("DynamicQuantizeLinear")
            .label("zeros")
            .input(Tensor.ofFloats(new long[] {2}, 0, 0))
            .outputs(3));
  }

  /** Every bit pattern of the types that only constants can have. */
  static Stream<OperatorCase> narrowConstants() {
    return Stream.of(
        narrow(ElementType.INT4, 32)
            .constant(Tensor.scalar(0.5f))
            .constant(three(ElementType.INT4)),
        narrow(ElementType.UINT4, 32).constant(Tensor.scalar(0.5f)),
        narrow(ElementType.FLOAT8E4M3FN, 256).constant(Tensor.scalar(1)),
        narrow(ElementType.FLOAT8E4M3FNUZ, 256).constant(Tensor.scalar(1)),
        narrow(ElementType.FLOAT8E5M2, 256).constant(Tensor.scalar(1)),
        narrow(ElementType.FLOAT8E5M2FNUZ, 256).constant(Tensor.scalar(1)));
  }

  @ParameterizedTest
  @MethodSource("narrowConstants")
  void widensConstants(OperatorCase operator) {
    float[] compiled = Parity.runCompiled(operator.typed(), Map.of()).getFirst().toFloats();
    ValueInfo output =
        new ValueInfo("y0", Tensor.ofFloats(new long[] {compiled.length}, compiled).type());
    Graph graph = operator.graph(List.of(output));
    assertThat(compiled).containsExactly(Parity.runOnnx(graph, Map.of()).getFirst().toFloats());
  }

  private static OperatorCase narrow(ElementType type, int elements) {
    byte[] patterns = new byte[(int) type.bytes(elements)];
    for (int i = 0; i < patterns.length; i++) {
      patterns[i] = (byte) (type.bits() == 4 ? i * 17 : i);
    }
    return OperatorCase.of("DequantizeLinear")
        .label(type.text())
        .opset(21)
        .constant(Tensor.of(type, new long[] {elements}, MemorySegment.ofArray(patterns)));
  }

  private static Tensor three(ElementType type) {
    return Tensor.of(type, new long[0], MemorySegment.ofArray(new byte[] {3}));
  }

  static Stream<OperatorCase> convolutions() {
    return Stream.of(
        bytes(bytes(OperatorCase.of("ConvInteger"), UNSIGNED, 2, 3, 6, 5), BYTE, 4, 3, 3, 3),
        bytes(
                bytes(
                    OperatorCase.of("ConvInteger").withInts("pads", 1, 1, 1, 1),
                    UNSIGNED,
                    2,
                    3,
                    6,
                    5),
                UNSIGNED,
                4,
                3,
                3,
                3)
            .label("zero points")
            .constant(scalar(UNSIGNED, 120))
            .constant(scalar(UNSIGNED, 100)),
        quantizedConv("scalars", UNSIGNED)
            .constant(Tensor.scalar(0.02f))
            .constant(scalar(UNSIGNED, 3))
            .constant(Tensor.scalar(0.3f))
            .constant(scalar(UNSIGNED, 120)),
        quantizedConv("per channel with bias", BYTE)
            .withInts("pads", 0, 1, 1, 0)
            .positiveWeight(4)
            .constant(whole(BYTE, new long[] {4}, 0, 0, 0, 0))
            .constant(Tensor.scalar(80))
            .constant(scalar(UNSIGNED, 120))
            .constant(whole(ElementType.INT32, new long[] {4}, 500, -400, 3, 0)));
  }

  static Stream<OperatorCase> products() {
    return Stream.of(
        bytes(bytes(OperatorCase.of("MatMulInteger"), UNSIGNED, 3, 4), BYTE, 4, 5),
        bytes(bytes(OperatorCase.of("MatMulInteger"), UNSIGNED, 2, 3, 4), BYTE, 4, 5)
            .label("zero points")
            .constant(scalar(UNSIGNED, 7))
            .constant(whole(BYTE, new long[] {5}, 1, 2, -3, 4, 5)),
        quantizedMatMul("scalars", Tensor.scalar(0.1f), scalar(BYTE, 2)),
        quantizedMatMul(
            "per column",
            Tensor.ofFloats(new long[] {5}, 0.1f, 0.2f, 0.3f, 0.4f, 0.5f),
            whole(BYTE, new long[] {5}, 1, 2, -3, 4, 5)));
  }

  private static OperatorCase quantizedMatMul(String label, Tensor scales, Tensor zeroPoints) {
    OperatorCase left =
        bytes(OperatorCase.of("QLinearMatMul").label(label), UNSIGNED, 2, 3, 4)
            .constant(Tensor.scalar(0.05f))
            .constant(scalar(UNSIGNED, 100));
    return bytes(left, BYTE, 4, 5)
        .constant(scales)
        .constant(zeroPoints)
        .constant(Tensor.scalar(1.5f))
        .constant(scalar(UNSIGNED, 128));
  }

  private static OperatorCase quantizedConv(String label, ElementType weights) {
    OperatorCase input =
        bytes(OperatorCase.of("QLinearConv").label(label), UNSIGNED, 2, 3, 6, 5)
            .constant(Tensor.scalar(0.05f))
            .constant(scalar(UNSIGNED, 110));
    return bytes(input, weights, 4, 3, 3, 3);
  }

  private static OperatorCase dequantize(String label, ElementType type) {
    return bytes(OperatorCase.of("DequantizeLinear").label(label), type, 2, 3, 4);
  }

  private static OperatorCase bytes(OperatorCase operator, ElementType type, long... shape) {
    return operator.input(operator.random(type, LEVELS, shape));
  }

  private static Tensor scalar(ElementType type, long value) {
    return whole(type, new long[0], value);
  }
}
