package io.espalier.format.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.espalier.format.Hostile;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each row of the bad-input table for zip archives is refused with its code. */
class HostileArchiveTest {
  private final Hostile hostile =
      new Hostile((file, arena) -> new PytorchReader(PytorchLimits.standard()).read(file, arena));

  static Stream<Arguments> refused() {
    byte[] good = TorchArchive.good();
    return Stream.of(
        arguments("P5 second pickle", "pickle-trailing", withPickle(twice())),
        arguments("P5 payload in version", "unexpected-entry", with("m/version2", "cos\nsystem")),
        arguments("P5 payload under .data", "unexpected-entry", with("m/.data/x", "cos\nsystem")),
        arguments(
            "P5 id that is no number", "unexpected-entry", with("m/.data/serialization_id", "cos")),
        arguments("P5 another folder", "unexpected-entry", with("n/data/1", "x")),
        arguments("P5 no folder", "unexpected-entry", with("data.json", "x")),
        arguments("P5 storage nobody has", "unexpected-entry", with("m/data/1", "x")),
        arguments("storage that is not there", "missing-storage", open().finish()),
        arguments("P8", "zip-compressed", open().method(8).entry("m/data/0", "x").finish()),
        arguments("P9 overlap", "zip-inconsistent", patched(good, central(good, 1) + 42, 0)),
        arguments("P9 local name", "zip-inconsistent", patched(good, 30, 'n')),
        arguments("P9 local method", "zip-inconsistent", patched(good, 8, 8)),
        arguments("P9 local flags", "zip-inconsistent", patched(good, 6, 0)),
        arguments("P9 local CRC", "zip-inconsistent", patched(good, 14, 1)),
        arguments("P9 local size", "zip-inconsistent", patched(good, 18, 1)),
        arguments("P9 central CRC", "zip-inconsistent", patched(good, central(good, 0) + 16, 1)),
        arguments("P9 central size", "zip-inconsistent", patched(good, central(good, 0) + 24, 1)),
        arguments("P9 closed sizes", "zip-inconsistent", patched(closed(), 18, 1)),
        arguments("P10", "zip-duplicate", with("m/data/0", "x")),
        arguments(
            "P11 junk first",
            "zip-inconsistent",
            new TorchArchive().gap((byte) 1).entry("m/data.pkl", "x").finish()),
        arguments(
            "P11 gap", "zip-inconsistent", open().gap((byte) 1).entry("m/data/0", "x").finish()),
        arguments("P11 gap at the end", "zip-inconsistent", open().gap((byte) 1).finish()),
        arguments("P11 comment", "zip-inconsistent", commented(good)),
        arguments("P11 comment with an end", "zip-inconsistent", commentedWithEnd(good)),
        arguments("P11 64-bit count", "zip-inconsistent", open().finishWide(1)),
        arguments(
            "P11 encrypted", "zip-inconsistent", open().flags(1).entry("m/data/0", "x").finish()),
        arguments("P11 split", "zip-inconsistent", patched(good, good.length - 18, 1)),
        arguments("P11 count", "zip-inconsistent", patched(good, good.length - 12, 9)),
        arguments("P11 directory size", "zip-inconsistent", patched(good, good.length - 10, 9)),
        arguments("P11 no end", "zip-inconsistent", Arrays.copyOf(good, good.length - 1)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("refused")
  void refusesWithTheCodeOfTheRow(String row, String code, byte[] file) {
    assertThat(hostile.codes(file)).as(row).containsExactly(code);
  }

  @ParameterizedTest(name = "P12 {0}")
  @ValueSource(
      strings = {
        "../../x",
        "/x",
        "a\\..\\..\\b",
        "C:\\x",
        "m/a\u0000b",
        "m/\u202etxt",
        "m//x",
        "m/./x",
        "m/x/",
        "M/DATA.PKL",
        "m/\n",
        ""
      })
  void refusesNamesThatLeadElsewhere(String name) {
    assertThat(hostile.codes(with(name, "x"))).containsExactly("zip-bad-name");
  }

  @Test
  void p12RefusesLongNamesAndNamesThatAreNoText() {
    assertThat(hostile.codes(with("m/" + "x".repeat(600), "x"))).containsExactly("zip-bad-name");
    byte[] latin = "m/\u00e9".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(hostile.codes(open().entry(latin, new byte[0]).finish()))
        .containsExactly("zip-bad-name");
  }

  @Test
  void p12RefusesManyEntriesThatNobodyNeeds() {
    TorchArchive archive = open().entry("m/data/0", TorchArchive.floats(1, 2));
    for (int i = 1; i < 60_000; i++) {
      archive.entry("m/data/" + i, "");
    }
    assertThat(hostile.codes(archive.finish())).containsExactly("unexpected-entry");
  }

  @Test
  void acceptsWhatPyTorchVersionsWrite() {
    assertThat(hostile.outcome(TorchArchive.good())).isEmpty();
    assertThat(hostile.outcome(closed())).isEmpty();
    TorchArchive recent =
        open()
            .entry("m/byteorder", "little")
            .entry("m/data/0", TorchArchive.floats(1, 2))
            .entry("m/.format_version", "1")
            .entry("m/.storage_alignment", "64")
            .entry("m/.data/serialization_id", "0123456789012345678901234567890123456789");
    assertThat(hostile.outcome(recent.finishWide(0))).isEmpty();
  }

  @Test
  void refusesEveryPrefixOfAGoodArchive() {
    byte[] good = TorchArchive.good();
    for (int length = 0; length < good.length; length++) {
      assertThat(hostile.outcome(Arrays.copyOf(good, length))).as("%d", length).isPresent();
    }
  }

  @Test
  void refusesEveryPrefixOfAGoodStream() {
    byte[] good = LegacyBytes.good();
    assertThat(hostile.outcome(good)).isEmpty();
    for (int length = 0; length < good.length; length++) {
      assertThat(hostile.outcome(Arrays.copyOf(good, length))).as("%d", length).isPresent();
    }
  }

  static Stream<Arguments> streams() {
    byte[] data = TorchArchive.floats(1, 2);
    byte[] object = LegacyBytes.checkpoint();
    return Stream.of(
        arguments("version", "pickle-malformed", new LegacyBytes(9, 0x88).toBytes()),
        arguments(
            "P5 trailing", "pickle-trailing", stream("7").storage(2, data).raw((byte) 1).toBytes()),
        arguments("count", "pickle-type", stream("7").storage(3, data).toBytes()),
        arguments("cut", "pickle-truncated", stream("7").storage(2, new byte[3]).toBytes()),
        arguments("no storage", "missing-storage", stream().toBytes()),
        arguments(
            "storage twice",
            "pickle-malformed",
            stream("7", "7").storage(2, data).storage(2, data).toBytes()),
        arguments("unknown storage", "pickle-malformed", stream("8").storage(2, data).toBytes()),
        arguments(
            "no keys", "pickle-malformed", new LegacyBytes().raw(object).raw(object).toBytes()));
  }

  @ParameterizedTest(name = "stream, {0}: {1}")
  @MethodSource("streams")
  void refusesStreamsThatLie(String row, String code, byte[] file) {
    assertThat(hostile.codes(file)).as(row).containsExactly(code);
  }

  private static LegacyBytes stream(String... keys) {
    return new LegacyBytes().raw(LegacyBytes.checkpoint()).keys(keys);
  }

  private static TorchArchive open() {
    return TorchArchive.withPickle(PickleBytes.oneTensor());
  }

  private static byte[] closed() {
    return new TorchArchive()
        .withoutDescriptors()
        .entry("m/data.pkl", PickleBytes.oneTensor())
        .entry("m/data/0", TorchArchive.floats(1, 2))
        .finish();
  }

  private static byte[] with(String name, String content) {
    return open().entry("m/data/0", TorchArchive.floats(1, 2)).entry(name, content).finish();
  }

  private static byte[] withPickle(byte[] pickle) {
    return TorchArchive.withPickle(pickle).entry("m/data/0", TorchArchive.floats(1, 2)).finish();
  }

  private static byte[] twice() {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(PickleBytes.oneTensor());
    both.writeBytes(PickleBytes.oneTensor());
    return both.toByteArray();
  }

  private static byte[] patched(byte[] good, int at, int value) {
    byte[] patched = good.clone();
    patched[at] = (byte) value;
    return patched;
  }

  /** Where an entry of the directory begins. */
  private static int central(byte[] zip, int index) {
    String text = new String(zip, StandardCharsets.ISO_8859_1);
    int at = text.indexOf("PK\u0001\u0002");
    for (int i = 0; i < index; i++) {
      at = text.indexOf("PK\u0001\u0002", at + 1);
    }
    return at;
  }

  private static byte[] commented(byte[] good) {
    byte[] longer = Arrays.copyOf(good, good.length + 2);
    longer[good.length - 2] = 2;
    return longer;
  }

  private static byte[] commentedWithEnd(byte[] good) {
    byte[] longer = Arrays.copyOf(good, good.length + 22);
    longer[good.length - 2] = 22;
    System.arraycopy(good, good.length - 22, longer, good.length, 22);
    return longer;
  }
}
