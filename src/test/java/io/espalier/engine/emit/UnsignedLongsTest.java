package io.espalier.engine.emit;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.engine.OperatorCase;
import io.espalier.engine.Parity;
import io.espalier.graph.ElementType;
import io.espalier.graph.Tensor;
import java.util.Random;
import java.util.function.LongBinaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** ONNX Runtime takes no uint64 from Java; the JDK's unsigned arithmetic is compared instead. */
class UnsignedLongsTest {
  private static final long SEED = 64;
  private static final long[] LEFT = numbers(0, -1, Long.MIN_VALUE, 5, -1, Long.MAX_VALUE);
  private static final long[] RIGHT = numbers(7, 2, Long.MAX_VALUE, 5, -1, Long.MIN_VALUE);

  @Test
  void dividesWithoutSign() {
    assertComputes(OperatorCase.of("Div"), Long::divideUnsigned);
    assertComputes(OperatorCase.of("Mod"), Long::remainderUnsigned);
  }

  @Test
  void comparesWithoutSign() {
    assertComputes(OperatorCase.of("Max"), (a, b) -> Long.compareUnsigned(a, b) > 0 ? a : b);
    assertComputes(OperatorCase.of("Min"), (a, b) -> Long.compareUnsigned(a, b) < 0 ? a : b);
    assertComputes(OperatorCase.of("Less"), (a, b) -> Long.compareUnsigned(a, b) < 0 ? 1 : 0);
  }

  @Test
  void shiftsZerosIn() {
    long[] bits = LongStream.range(0, LEFT.length).map(i -> i % Long.SIZE).toArray();
    OperatorCase shift = OperatorCase.of("BitShift").with("direction", "RIGHT");
    assertThat(run(shift.input(unsigned(LEFT)).input(unsigned(bits))).toLongs())
        .isEqualTo(
            LongStream.range(0, LEFT.length).map(i -> LEFT[(int) i] >>> bits[(int) i]).toArray());
  }

  @Test
  void castsToTheNearestNumberAndBack() {
    Tensor doubles = run(cast(ElementType.DOUBLE).input(unsigned(0, 5, 1L << 63, -2048)));
    assertThat(LongStream.range(0, 4).mapToDouble(doubles::doubleAt))
        .containsExactly(0.0, 5.0, 0x1p63, 0x1p64 - 2048);
    assertThat(run(cast(ElementType.UINT64).input(doubles)).toLongs())
        .containsExactly(0, 5, 1L << 63, -2048);
  }

  @Test
  void refusesWhatIsNotExact() {
    OperatorCase sum = OperatorCase.of("ReduceMax").input(unsigned(1, 2));
    assertThat(GraphEmitter.problems(sum.typed()))
        .singleElement()
        .satisfies(problem -> assertThat(problem.message()).contains("computes with uint64"));
  }

  private static OperatorCase cast(ElementType type) {
    return OperatorCase.of("Cast").with("to", type.onnxCode());
  }

  private static void assertComputes(OperatorCase operator, LongBinaryOperator expected) {
    Tensor actual = run(operator.input(unsigned(LEFT)).input(unsigned(RIGHT)));
    for (int i = 0; i < LEFT.length; i++) {
      assertThat(actual.longAt(i))
          .as("%s of %d and %d", operator, LEFT[i], RIGHT[i])
          .isEqualTo(expected.applyAsLong(LEFT[i], RIGHT[i]));
    }
  }

  private static Tensor run(OperatorCase operator) {
    return Parity.runCompiled(operator.typed(), operator.samples()).getFirst();
  }

  private static Tensor unsigned(long... values) {
    return Tensor.of(ElementType.UINT64, new long[] {values.length}, Tensor.vector(values).bytes());
  }

  /** Given numbers, then random ones of all magnitudes. */
  private static long[] numbers(long... given) {
    Random random = new Random(SEED + given[0]);
    LongStream drawn =
        LongStream.generate(() -> random.nextLong() >>> random.nextInt(Long.SIZE)).limit(100);
    return LongStream.concat(LongStream.of(given), drawn.map(value -> value == 0 ? 1 : value))
        .toArray();
  }
}
