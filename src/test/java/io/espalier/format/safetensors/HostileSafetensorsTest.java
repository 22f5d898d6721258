package io.espalier.format.safetensors;

import static io.espalier.format.safetensors.SafetensorsBytes.announced;
import static io.espalier.format.safetensors.SafetensorsBytes.emptyTensors;
import static io.espalier.format.safetensors.SafetensorsBytes.entry;
import static io.espalier.format.safetensors.SafetensorsBytes.file;
import static io.espalier.format.safetensors.SafetensorsBytes.good;
import static io.espalier.format.safetensors.SafetensorsBytes.tensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.espalier.format.Hostile;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each row of the bad-input table for safetensors is refused with its code, or accepted. */
class HostileSafetensorsTest {
  private static final long HEAP_LIMIT_BYTES = 64 << 10;
  private static final byte[] ZIP_END = {'P', 'K', 5, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};

  private final Hostile hostile =
      new Hostile(
          (file, arena) -> new SafetensorsReader(SafetensorsLimits.standard()).read(file, arena));

  static Stream<Arguments> refused() {
    byte[] none = {};
    return Stream.of(
        arguments("S1 no bytes", "empty-file", none),
        arguments("S2 seven bytes", "st-header-too-small", new byte[7]),
        arguments("S3 ends after the length", "st-header-truncated", announced(60, none, 0)),
        arguments("S4 2^64-1", "st-header-too-large", announced(-1, none, 0)),
        arguments("S4 2^63", "st-header-too-large", announced(Long.MIN_VALUE, none, 0)),
        arguments("S4 100 000 001", "st-header-too-large", announced(100_000_001, none, 0)),
        arguments("LFS pointer", "not-safetensors", text("version https://git-lfs.github.com/x")),
        arguments("HTML", "not-safetensors", text("<!DOCTYPE html><html></html>")),
        arguments("GGUF", "not-safetensors", text("GGUF\3\0\0\0\1\0\0\0")),
        arguments("S6 not UTF-8", "st-header-not-utf8", announced(1, new byte[] {-1}, 0)),
        arguments("S7 {", "st-header-not-json", file("{", 0)),
        arguments("S7 []", "st-header-not-json", file("[]", 0)),
        arguments("S7 null", "st-header-not-json", file("null", 0)),
        arguments("S7 {} {}", "st-header-not-json", file("{} {}", 0)),
        arguments("S7 nothing", "st-header-not-json", file("", 0)),
        arguments("S8", "st-duplicate-name", pair("a", "[0,4]", "a", "[4,8]", 8)),
        arguments("S9", "st-overlap", sameOffsets()),
        arguments("S9 partly", "st-overlap", pair("a", "[0,4]", "b", "[2,6]", 6)),
        arguments("S10", "st-hole", pair("a", "[0,4]", "b", "[8,12]", 12)),
        arguments("S10 first", "st-hole", tensor("\"F32\"", "[1]", "[4,8]", 8)),
        arguments("S11", "st-trailing-bytes", appended(good(), ZIP_END)),
        arguments("S12", "st-data-truncated", Arrays.copyOf(good(), good().length - 2)),
        arguments("S14", "st-size-mismatch", tensor("\"I32\"", "[2,2]", "[0,4]", 4)),
        arguments("S19", "st-misaligned", tensor("\"F4\"", "[3]", "[0,2]", 2)),
        arguments("S20 number", "st-bad-metadata", file("{\"__metadata__\":{\"a\":1}}", 0)),
        arguments("S20 object", "st-bad-metadata", file("{\"__metadata__\":{\"a\":{}}}", 0)),
        arguments("S20 list", "st-bad-metadata", file("{\"__metadata__\":[]}", 0)),
        arguments("S21", "too-many-tensors", emptyTensors(200_000)),
        arguments("no dtype", "st-bad-entry", file("{\"a\":{\"shape\":[0]}}", 0)),
        arguments("no object", "st-bad-entry", file("{\"a\":3}", 0)),
        arguments("long name", "name-too-long", file("{\"%s\":1}".formatted("n".repeat(5000)), 0)),
        arguments("half a character", "st-header-not-json", file("{\"\\ud800\":{}}", 0)),
        arguments("deep", "st-header-not-json", file("{\"a\":{\"x\":" + "[".repeat(9000), 0)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("refused")
  void refusesWithTheCodeOfTheRow(String row, String code, byte[] bytes) {
    assertThat(hostile.codes(bytes)).as(row).containsExactly(code);
  }

  private static byte[] text(String content) {
    return content.getBytes(StandardCharsets.ISO_8859_1);
  }

  @ParameterizedTest(name = "S13 {0}")
  @ValueSource(
      strings = {
        "[4,0]",
        "[-4,0]",
        "[0,1e3]",
        "[0,\"4\"]",
        "[0,4.0]",
        "[0,9007199254740993]",
        "[0,18446744073709551616]",
        "[0]",
        "[0,4,8]",
        "[]",
        "null",
        "[-0,4]"
      })
  void refusesOffsetsThatAreNone(String offsets) {
    assertThat(hostile.codes(tensor("\"F32\"", "[1]", offsets, 4)))
        .containsExactly("st-bad-offset");
  }

  @ParameterizedTest(name = "S15 {0}")
  @ValueSource(
      strings = {"[2,18446744073709551614]", "[2,9223372036854775807]", "[4294967296,4294967296]"})
  void refusesShapesThatCannotBeCounted(String shape) {
    assertThat(hostile.codes(tensor("\"U8\"", shape, "[0,4]", 4)))
        .containsExactly("st-size-overflow");
  }

  static Stream<String> badShapes() {
    String deep = IntStream.range(0, 10_000).mapToObj(_ -> "1").collect(Collectors.joining(","));
    return Stream.of("[-1]", "[1.5]", "[true]", "[\"1\"]", "[[1]]", "3", "[" + deep + "]");
  }

  @ParameterizedTest
  @MethodSource("badShapes")
  void s16RefusesShapesThatAreNone(String shape) {
    assertThat(hostile.codes(tensor("\"U8\"", shape, "[0,1]", 1))).containsExactly("st-bad-shape");
  }

  @ParameterizedTest(name = "S18 {0}")
  @ValueSource(strings = {"\"F17\"", "\"f32\"", "null", "4", "{}", "\"F8_E8M0\""})
  void refusesTypesThatAreNone(String dtype) {
    assertThat(hostile.codes(tensor(dtype, "[1]", "[0,4]", 4))).containsExactly("st-unknown-dtype");
  }

  static Stream<Arguments> accepted() {
    return Stream.of(
        arguments("S17 empty axis", tensor("\"F32\"", "[0,4611686018427387904]", "[0,0]", 0)),
        arguments(
            "S17 huge axes around it",
            tensor("\"F32\"", "[4611686018427387904,0,4611686018427387904]", "[0,0]", 0)),
        arguments("S17 scalar", tensor("\"F32\"", "[]", "[0,4]", 4)),
        arguments("S17 no rows", tensor("\"F32\"", "[2,0]", "[0,0]", 0)),
        arguments("S20 inert key", file("{\"__metadata__\":{\"__proto__\":\"x\"}}", 0)),
        arguments(
            "S20 long text",
            file("{\"__metadata__\":{\"a\":\"%s\"}}".formatted("x".repeat(10_000_000)), 0)),
        arguments("S22 white space", file("  {\"a\":%s}\n ".formatted(scalar()), 4)),
        arguments("unknown member", file("{\"a\":{\"x\":[{}],%s}".formatted(openScalar()), 4)),
        arguments("no tensor", file("{}", 0)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("accepted")
  void acceptsWhatIsUnusualButLegal(String row, byte[] bytes) {
    assertThat(hostile.outcome(bytes)).as(row).isEmpty();
  }

  @Test
  void s4AllocatesNothingForAHeaderThatIsNotThere() {
    assertThat(hostile.heapBytes(announced(-1, new byte[0], 0))).isLessThan(HEAP_LIMIT_BYTES);
  }

  @Test
  void s5RefusesEveryHeaderThatIsOneByteShort() {
    for (int bytes = 0; bytes < good().length; bytes++) {
      assertThat(hostile.codes(announced(bytes + 1, new byte[bytes], 0)))
          .containsExactly("st-header-truncated");
    }
  }

  @Test
  void refusesEveryPrefixOfAGoodFile() {
    for (int length = 0; length < good().length; length++) {
      assertThat(hostile.outcome(Arrays.copyOf(good(), length))).as("%d", length).isPresent();
    }
  }

  private static String scalar() {
    return entry("\"F32\"", "[]", "[0,4]");
  }

  private static String openScalar() {
    return scalar().substring(1);
  }

  private static byte[] pair(String first, String at, String second, String then, int dataBytes) {
    return file(
        "{\"%s\":%s,\"%s\":%s}"
            .formatted(first, entry("\"F32\"", "[1]", at), second, entry("\"F32\"", "[1]", then)),
        dataBytes);
  }

  private static byte[] sameOffsets() {
    String entry = entry("\"F32\"", "[2,2]", "[0,16]");
    return file(
        IntStream.range(0, 10)
            .mapToObj(index -> "\"t%d\":%s".formatted(index, entry))
            .collect(Collectors.joining(",", "{", "}")),
        16);
  }

  private static byte[] appended(byte[] first, byte[] second) {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(first);
    both.writeBytes(second);
    return both.toByteArray();
  }
}
