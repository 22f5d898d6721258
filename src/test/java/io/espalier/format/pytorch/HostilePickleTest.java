package io.espalier.format.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.espalier.format.Hostile;
import io.espalier.problem.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each row of the bad-input table for pickles is refused with its code, in both formats. */
class HostilePickleTest {
  private static final long EXPANSION_HEAP_BYTES = 64L << 20;

  private final Hostile hostile =
      new Hostile((file, arena) -> new PytorchReader(PytorchLimits.standard()).read(file, arena));

  @ParameterizedTest(name = "P1 {0}.{1}")
  @CsvSource({
    "os, system",
    "posix, system",
    "nt, system",
    "builtins, eval",
    "builtins, exec",
    "__builtin__, eval",
    "runpy, run_path",
    "torch.hub, load",
    "torch.storage, _load_from_bytes",
    "torch, load",
    "subprocess, Popen",
    "'', collections.OrderedDict",
    "collections, 'OrderedDict '",
    "__main__, Net"
  })
  void refusesEveryOtherNameByItsName(String module, String name) {
    byte[] pickle =
        new PickleBytes().global(module, name).mark().text("touch canary").op('t', 'R').stop();
    assertRefused(pickle, "pickle-forbidden-global");
    String message = hostile.outcome(archive(pickle)).orElseThrow().getMessage();
    assertThat(message).contains(module + "." + name);
  }

  static Stream<Arguments> opcodes() {
    return Stream.of(
        arguments("INST", 'i'),
        arguments("OBJ", 'o'),
        arguments("NEWOBJ", 0x81),
        arguments("NEWOBJ_EX", 0x92),
        arguments("EXT1", 0x82),
        arguments("EXT2", 0x83),
        arguments("EXT4", 0x84),
        arguments("PERSID", 'P'),
        arguments("DUP", '2'),
        arguments("POP", '0'),
        arguments("POP_MARK", '1'),
        arguments("GET", 'g'),
        arguments("PUT", 'p'),
        arguments("INT", 'I'),
        arguments("LONG4", 0x8b),
        arguments("NEXT_BUFFER", 0x97),
        arguments("none at all", 0xff));
  }

  @ParameterizedTest(name = "P2 {0}")
  @MethodSource("opcodes")
  void refusesEveryOtherOpcode(String name, int opcode) {
    assertRefused(new PickleBytes().op('}', '}', opcode).stop(), "pickle-forbidden-opcode");
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        arguments("P2 by a kept text", "pickle-forbidden-global", stackGlobal()),
        arguments("P2 attributes", "pickle-type", pickle().text("a").op('}', 'b').stop()),
        arguments("P2 no text", "pickle-type", pickle().op('}', '}', 0x93).stop()),
        arguments("P3 items of a list", "pickle-type", pickle().op(']', 'N', 'N', 's').stop()),
        arguments("P3 append to text", "pickle-type", pickle().text("a").op('N', 'a').stop()),
        arguments("P3 call of a text", "pickle-type", pickle().text("a").op(')', 'R').stop()),
        arguments("P3 call of a type", "pickle-type", call("torch", "FloatStorage")),
        arguments("P3 call of a dtype", "pickle-type", call("torch", "float32")),
        arguments("P3 arguments", "pickle-type", orderedDictOfText()),
        arguments(
            "P3 tensor of nothing", "pickle-type", call("torch._utils", "_rebuild_tensor_v2")),
        arguments("P3 size of nothing", "pickle-type", call("torch", "Size")),
        arguments("P3 key of a list", "pickle-type", pickle().op('}', ']', 'N', 's').stop()),
        arguments("P3 storage of text", "pickle-type", pickle().text("a").op('Q').stop()),
        arguments("P3 storage size", "pickle-type", oneTensor("FloatStorage", 3)),
        arguments("P3 storage type", "pickle-type", oneTensor("DoubleStorage", 2)),
        arguments("P3 storage below 0", "pickle-type", oneTensor("FloatStorage", -1)),
        arguments("P3 storage overflow", "pickle-type", oneTensor("FloatStorage", 1L << 62)),
        arguments("P3 storage twice", "pickle-type", twoStorages()),
        arguments("P4 lists", "pickle-expansion", laughs(']')),
        arguments("P4 dictionaries", "pickle-expansion", laughs('}')),
        arguments("P4 tuples", "pickle-expansion", laughs(')')),
        arguments("P4 a list in itself", "pickle-expansion", selfAppended()),
        arguments(
            "P7 a module",
            "not-a-state-dict",
            pickle().global("torch.nn.modules.container", "Sequential").stop()),
        arguments(
            "P7 one tensor", "not-a-state-dict", pickle().tensor("FloatStorage", "0", 2).stop()),
        arguments(
            "key twice",
            "pickle-duplicate-key",
            pickle().op('}').mark().text("a").op('N').text("a").op('N', 'u').stop()),
        arguments("nothing kept", "pickle-malformed", pickle().recall(3).stop()),
        arguments("nothing there", "pickle-malformed", pickle().stop()),
        arguments("too much there", "pickle-malformed", pickle().op('}', '}').stop()),
        arguments("below the mark", "pickle-malformed", pickle().op('}', '(', 'N', 's').stop()),
        arguments("no mark", "pickle-malformed", pickle().op('}', 'u').stop()),
        arguments("a key alone", "pickle-malformed", pickle().op('}', '(', 'N', 'u').stop()),
        arguments("protocol", "pickle-malformed", pickle().op(0x80, 9).stop()),
        arguments("not UTF-8", "pickle-malformed", pickle().op('X', 1, 0, 0, 0, 0xff).stop()),
        arguments("long name", "pickle-malformed", pickle().global("a".repeat(600), "b").stop()),
        arguments("P5 cut", "pickle-truncated", Arrays.copyOf(PickleBytes.oneTensor(), 40)),
        arguments("long text", "pickle-truncated", pickle().op('X', 255, 255, 255, 255).stop()),
        arguments(
            "longer text", "pickle-truncated", pickle().op(0x8d, 0, 0, 0, 0, 0, 0, 0, 0x80).stop()),
        arguments("long key", "name-too-long", longKey()));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("refused")
  void refusesWithTheCodeOfTheRow(String row, String code, byte[] pickle) {
    assertThat(hostile.codes(archive(pickle))).as(row).containsExactly(code);
  }

  @Test
  void p7RefusesObjectsWithoutTensors() {
    for (PickleBytes object :
        List.of(pickle().op(']'), pickle().op('N'), pickle().op('}').text("a").op('N', 's'))) {
      assertThat(hostile.codes(TorchArchive.withPickle(object.stop()).finish()))
          .containsExactly("not-a-state-dict");
    }
  }

  @Test
  void p4NeedsLittleMemoryForWhatRepeatsItself() {
    assertThat(hostile.heapBytes(archive(laughs(']')))).isLessThan(EXPANSION_HEAP_BYTES);
  }

  @Test
  void p4RefusesToBuildMoreThanTheLimit() {
    PickleBytes pickle = pickle().op(']').mark();
    for (int i = 0; i < 4_000_000; i++) {
      pickle.op('}');
    }
    assertThat(hostile.codes(archive(pickle.op('e').stop()))).containsExactly("pickle-expansion");
  }

  static Stream<Arguments> views() {
    return Stream.of(
        arguments("offset", view(1, new long[] {2}, new long[] {1})),
        arguments("offset below 0", view(-1, new long[] {2}, new long[] {1})),
        arguments("extent", view(0, new long[] {3}, new long[] {1})),
        arguments("extent below 0", view(0, new long[] {-2}, new long[] {1})),
        arguments("stride", view(0, new long[] {2}, new long[] {2})),
        arguments("stride below 0", view(1, new long[] {2}, new long[] {-1})),
        arguments("overlap", view(0, new long[] {1000}, new long[] {0})),
        arguments("overflow", view(0, new long[] {1L << 40, 1L << 40}, new long[] {1, 1})),
        arguments("stride overflow", view(0, new long[] {2}, new long[] {Long.MAX_VALUE})),
        arguments("offset overflow", view(Long.MAX_VALUE, new long[] {2}, new long[] {1})),
        arguments("rank", view(0, new long[] {2}, new long[] {1, 1})),
        arguments("axes", view(0, new long[100], new long[100])),
        arguments("requires_grad", flag()));
  }

  @ParameterizedTest(name = "P15 {0}")
  @MethodSource("views")
  void refusesViewsOutsideOfTheirStorage(String row, byte[] pickle) {
    assertThat(hostile.codes(archive(pickle))).as(row).containsExactly("tensor-view-range");
  }

  static Stream<Arguments> foreign() {
    byte[] tar = new byte[1024];
    System.arraycopy("ustar".getBytes(StandardCharsets.US_ASCII), 0, tar, 257, 5);
    return Stream.of(
        arguments("P6 tar", tar),
        arguments("P6 TorchScript", scriptWith("m/code/__torch__.py")),
        arguments("P6 TorchScript constants", scriptWith("m/constants.pkl")),
        arguments("P6 safetensors", "      {}".getBytes(StandardCharsets.US_ASCII)),
        arguments("a pickle of its own", PickleBytes.oneTensor()),
        arguments(
            "big endian", new LegacyBytes(1001, 0x89).raw(LegacyBytes.checkpoint()).toBytes()),
        arguments("no pickle", new TorchArchive().entry("m/version", "3").finish()),
        arguments(
            "byte order",
            TorchArchive.withPickle(PickleBytes.oneTensor())
                .entry("m/data/0", new byte[8])
                .entry("m/byteorder", "big")
                .finish()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("foreign")
  void refusesOtherFormatsAndSaysWhatToDo(String row, byte[] file) {
    assertThat(hostile.outcome(file).orElseThrow().code())
        .as(row)
        .isEqualTo(ErrorCode.UNSUPPORTED_FORMAT);
  }

  @Test
  void p6SaysHowToExportAScriptAsOnnx() {
    assertThat(hostile.outcome(scriptWith("m/code/x.py")).orElseThrow().getMessage())
        .contains("torch.onnx.export(torch.jit.load(");
  }

  private void assertRefused(byte[] pickle, String code) {
    assertThat(hostile.codes(archive(pickle))).containsExactly(code);
    assertThat(hostile.codes(new LegacyBytes().raw(pickle).toBytes())).containsExactly(code);
  }

  private static byte[] archive(byte[] pickle) {
    return TorchArchive.withPickle(pickle).entry("m/data/0", TorchArchive.floats(1, 2)).finish();
  }

  private static byte[] scriptWith(String name) {
    return TorchArchive.withPickle(PickleBytes.oneTensor()).entry(name, "x").finish();
  }

  private static PickleBytes pickle() {
    return new PickleBytes();
  }

  private static byte[] call(String module, String name) {
    return pickle().global(module, name).op(')', 'R').stop();
  }

  private static byte[] stackGlobal() {
    return pickle()
        .text("os")
        .keep(1)
        .text("system")
        .recall(1)
        .op(0x86)
        .recall(1)
        .text("system")
        .op(0x93)
        .stop();
  }

  private static byte[] orderedDictOfText() {
    return pickle().global("collections", "OrderedDict").text("a").op(0x85, 'R').stop();
  }

  private static byte[] oneTensor(String type, long elements) {
    return pickle().op('}').text("w").tensor(type, "0", elements).op('s').stop();
  }

  private static byte[] twoStorages() {
    return pickle()
        .op('}')
        .mark()
        .text("v")
        .tensor("FloatStorage", "0", 2)
        .text("w")
        .tensor("LongStorage", "0", 1)
        .op('u')
        .stop();
  }

  private static byte[] longKey() {
    return pickle().op('}').text("w".repeat(5000)).tensor("FloatStorage", "0", 2).op('s').stop();
  }

  private static byte[] view(long offset, long[] shape, long[] strides) {
    return pickle()
        .op('}')
        .text("w")
        .rebuild()
        .storage("FloatStorage", "0", 2)
        .view(offset, shape, strides)
        .op('s')
        .stop();
  }

  private static byte[] flag() {
    return pickle()
        .op('}')
        .text("w")
        .rebuild()
        .storage("FloatStorage", "0", 2)
        .number(0)
        .tuple(2)
        .tuple(1)
        .text("yes")
        .op('N', 't', 'R', 's')
        .stop();
  }

  /** Thirty containers, each holding the one before it ten times. */
  private static byte[] laughs(int container) {
    PickleBytes pickle = pickle().text("ha").keep(0);
    for (int level = 1; level < 30; level++) {
      pickle.op(container == ')' ? new int[0] : new int[] {container}).mark();
      for (int i = 0; i < 10; i++) {
        if (container == '}') {
          pickle.number(i);
        }
        pickle.recall(level - 1);
      }
      pickle.op(container == '}' ? 'u' : container == ']' ? 'e' : 't').keep(level);
    }
    return pickle.stop();
  }

  private static byte[] selfAppended() {
    PickleBytes pickle = pickle().op(']').keep(0);
    for (int i = 0; i < 100; i++) {
      pickle.recall(0).op('a');
    }
    return pickle.stop();
  }
}
