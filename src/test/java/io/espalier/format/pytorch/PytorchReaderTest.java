package io.espalier.format.pytorch;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.format.state.StateDict;
import io.espalier.graph.ElementType;
import io.espalier.graph.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PytorchReaderTest {
  private static final float[] DATA = {1, 2, 3, 4, 5, 6};

  @Test
  void readsBareDictionariesWhereTheyLie() {
    byte[] file = TorchArchive.good();
    StateDict state = read(file);
    assertThat(state.tensors()).isEqualTo(Map.of("w", Tensor.ofFloats(new long[] {2}, 1, 2)));
    assertThat(state.warnings()).isEmpty();
  }

  @Test
  void readsTheOlderStreamWithoutItsPrefix() {
    StateDict state = read(LegacyBytes.good());
    assertThat(state.tensors()).isEqualTo(Map.of("w", Tensor.ofFloats(new long[] {2}, 1, 2)));
    assertThat(state.warnings())
        .containsExactly("The file holds more than the state dict, which is left out: epoch.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"state_dict", "model", "model_state_dict"})
  void findsTheStateDictUnderItsUsualNames(String member) {
    PickleBytes pickle = new PickleBytes().op('}').mark().text("args").op(']').text(member);
    pickle.op('}').text("w").tensor("FloatStorage", "0", 6).op('s', 'u');
    StateDict state = read(archive(pickle));
    assertThat(state.tensors()).containsOnlyKeys("w");
    assertThat(state.warnings()).hasSize(1);
  }

  @Test
  void keepsThePrefixWhenNotEveryNameHasIt() {
    PickleBytes pickle = new PickleBytes().op('}').mark();
    pickle.text("module.a").tensor("FloatStorage", "0", 6);
    pickle.text("b").tensor("FloatStorage", "0", 6).op('u');
    assertThat(read(archive(pickle)).tensors()).containsOnlyKeys("module.a", "b");
  }

  @Test
  void leavesEntriesOutThatAreNoTensors() {
    PickleBytes pickle = new PickleBytes().op('}').mark();
    pickle.text("w").tensor("FloatStorage", "0", 6).text("_extra_state").op('N', 'u');
    assertThat(read(archive(pickle)).warnings())
        .containsExactly(
            "The state dict has entries that are no tensors, which are left out: _extra_state.");
  }

  @Test
  void readsOrderedDictionariesAsPython2WritesThem() {
    PickleBytes pickle = new PickleBytes().global("collections", "OrderedDict").op(']', ']');
    pickle.text("w").op('a').tensor("FloatStorage", "0", 6).op('a', 'a', 0x85, 'R');
    assertThat(read(archive(pickle)).tensors()).containsOnlyKeys("w");
  }

  @Test
  void readsParametersAndAttributesOfDictionaries() {
    PickleBytes pickle = new PickleBytes().orderedDict().text("w");
    pickle.global("torch._utils", "_rebuild_parameter").mark().tensor("FloatStorage", "0", 6);
    pickle.op(0x88).orderedDict().op('t', 'R', 's').op('}').text("_metadata").op('}', 's', 'b');
    assertThat(read(archive(pickle)).tensors()).containsOnlyKeys("w");
  }

  @Test
  void readsTensorsWithATypeOfTheirOwn() {
    PickleBytes pickle = new PickleBytes().op('}').text("w");
    pickle.global("torch._utils", "_rebuild_tensor_v3").mark().mark().text("storage");
    pickle.global("torch.storage", "UntypedStorage").text("0").text("cpu").number(24);
    pickle.op('t', 'Q').number(1).tuple(2).tuple(1).op(0x89).orderedDict();
    pickle.global("torch", "float32").op('t', 'R', 's');
    assertThat(read(archive(pickle)).tensors().get("w"))
        .isEqualTo(Tensor.ofFloats(new long[] {2}, 2, 3));
  }

  @ParameterizedTest
  @CsvSource({
    "FloatStorage, FLOAT, 6",
    "HalfStorage, FLOAT16, 12",
    "BFloat16Storage, BFLOAT16, 12",
    "DoubleStorage, DOUBLE, 3",
    "LongStorage, INT64, 3",
    "IntStorage, INT32, 6",
    "ShortStorage, INT16, 12",
    "CharStorage, INT8, 24",
    "ByteStorage, UINT8, 24",
    "BoolStorage, BOOL, 24"
  })
  void readsEveryType(String storage, ElementType type, int elements) {
    PickleBytes pickle = new PickleBytes().op('}').text("w").tensor(storage, "0", elements).op('s');
    Tensor tensor = read(archive(pickle)).tensors().get("w");
    assertThat(tensor.elementType()).isEqualTo(type);
    assertThat(tensor.byteSize()).isEqualTo(24);
  }

  @Test
  void gathersWhatDoesNotLieInOrder() {
    assertThat(view(0, new long[] {3, 2}, new long[] {1, 3}))
        .isEqualTo(Tensor.ofFloats(new long[] {3, 2}, 1, 4, 2, 5, 3, 6));
    assertThat(view(1, new long[] {2}, new long[] {2}))
        .isEqualTo(Tensor.ofFloats(new long[] {2}, 2, 4));
  }

  @Test
  void leavesWhatLiesInOrderWhereItIs() {
    assertThat(view(2, new long[] {1, 2, 2}, new long[] {99, 2, 1}))
        .isEqualTo(Tensor.ofFloats(new long[] {1, 2, 2}, 3, 4, 5, 6));
    assertThat(view(6, new long[] {0, 3}, new long[] {3, 1}).elements()).isZero();
    assertThat(view(5, new long[0], new long[0])).isEqualTo(Tensor.scalar(6));
  }

  @Test
  void letsTwoNamesShareOneStorage() {
    PickleBytes pickle = new PickleBytes().op('}').mark();
    pickle.text("a").tensor("FloatStorage", "0", 6).text("b").tensor("FloatStorage", "0", 6);
    Map<String, Tensor> tensors = read(archive(pickle.op('u'))).tensors();
    assertThat(tensors.get("a").bytes().address()).isEqualTo(tensors.get("b").bytes().address());
  }

  @Test
  void warnsOfWeightsThatAreNotFinite() {
    byte[] file =
        TorchArchive.withPickle(PickleBytes.oneTensor())
            .entry("m/data/0", TorchArchive.floats(1, Float.NaN))
            .finish();
    assertThat(read(file).warnings()).singleElement().asString().startsWith("non-finite-weights");
  }

  private static Tensor view(long offset, long[] shape, long[] strides) {
    PickleBytes pickle = new PickleBytes().op('}').text("w").rebuild();
    pickle.storage("FloatStorage", "0", 6).view(offset, shape, strides).op('s');
    return read(archive(pickle)).tensors().get("w");
  }

  private static byte[] archive(PickleBytes pickle) {
    return TorchArchive.withPickle(pickle.stop())
        .entry("m/data/0", TorchArchive.floats(DATA))
        .finish();
  }

  private static StateDict read(byte[] file) {
    return new PytorchReader(PytorchLimits.standard())
        .read(MemorySegment.ofArray(file), Arena.ofAuto());
  }
}
