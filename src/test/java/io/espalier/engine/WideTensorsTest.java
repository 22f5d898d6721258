package io.espalier.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.graph.ElementType;
import io.espalier.graph.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WideTensorsTest {
  private static final byte[] BYTES = {
    -128, 63, 0, -1, 0, -128, 127, 127, -64, 63, 32, -63, 5, 2, 3, 4
  };

  @ParameterizedTest
  @EnumSource(names = {"INT16", "UINT16", "UINT32", "BFLOAT16", "UINT64", "INT32"})
  void keepsEveryBitOnTheWayThereAndBack(ElementType type) {
    Tensor tensor = tensor(type);
    Tensor back = WideTensors.narrowed(WideTensors.widened(tensor, Arena.ofAuto()), type);
    assertThat(back).isEqualTo(tensor);
  }

  @ParameterizedTest
  @EnumSource(names = {"INT16", "UINT16", "UINT32", "BFLOAT16", "UINT64"})
  void carriesInputsAndWeightsThroughAProgram(ElementType type) {
    OperatorCase concat =
        OperatorCase.of("Concat").with("axis", 0L).input(tensor(type)).constant(tensor(type));
    Tensor joined = Parity.runCompiled(concat.typed(), concat.samples()).getFirst();
    assertThat(joined.elementType()).isEqualTo(type);
    assertThat(List.of(half(joined, 0), half(joined, 1)))
        .isEqualTo(List.of(tensor(type), tensor(type)));
  }

  @Test
  void wrapsUnsignedSumsAround() {
    assertThat(sum(ElementType.UINT16, 0xFFFF, 2)).isEqualTo(1);
    assertThat(sum(ElementType.UINT32, 0xFFFF_FFFFL, 2)).isEqualTo(1);
    assertThat(sum(ElementType.UINT64, -1, 2)).isEqualTo(1);
  }

  private static long sum(ElementType type, long a, long b) {
    OperatorCase add = OperatorCase.of("Add").input(scalar(type, a)).input(scalar(type, b));
    return Parity.runCompiled(add.typed(), add.samples()).getFirst().longAt(0);
  }

  private static Tensor scalar(ElementType type, long value) {
    Tensor wide = Tensor.ofLongs(new long[0], value);
    return Tensor.of(type, new long[0], wide.bytes().asSlice(0, type.bits() / Byte.SIZE));
  }

  private static Tensor half(Tensor tensor, int index) {
    long count = tensor.elements() / 2;
    long bytes = tensor.byteSize() / 2;
    return Tensor.of(
        tensor.elementType(), new long[] {count}, tensor.bytes().asSlice(index * bytes, bytes));
  }

  private static Tensor tensor(ElementType type) {
    long count = BYTES.length / (type.bits() / Byte.SIZE);
    MemorySegment bytes = Arena.ofAuto().allocate(BYTES.length, Long.BYTES);
    bytes.copyFrom(MemorySegment.ofArray(BYTES));
    return Tensor.of(type, new long[] {count}, bytes);
  }
}
