package io.espalier.dataset.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.espalier.dataset.read.zip.ZipLimits;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each row of the bad-input table for zip archives is refused with its code. */
class HostileZipTest {
  private static final int CENTRAL = 0x02014b50;
  private static final int UNIX = 3 << 8;
  private static final int LINK = 0xa1ff;
  private static final int DEVICE = 0x21ff;
  private static final int ORDINARY = 0x81a4;
  private static final String FIRST = "a/1.png";

  @TempDir private Path folder;
  private Opened opened;

  @BeforeEach
  void open() {
    opened = new Opened(folder);
  }

  static Stream<Arguments> archives() {
    byte[] good = good();
    int central = central(good);
    int end = good.length - 22;
    return Stream.of(
        arguments("P9 local name", "zip-inconsistent", patched(good, 30, 'z')),
        arguments("P9 local method", "zip-inconsistent", patched(good, 8, 8)),
        arguments("P9 overlap", "zip-inconsistent", patched(good, next(good) + 42, 3)),
        arguments("P9 CRC", "zip-damaged", patched(good, central + 16, 1)),
        arguments("P9 size", "zip-inconsistent", patched(good, central + 24, 1)),
        arguments("P9 long local extra", "zip-inconsistent", patched(good, 29, 0x7f)),
        arguments("P11 junk first", "unsupported-format", junkFirst(good)),
        arguments("P11 count", "zip-inconsistent", patched(good, end + 10, 1)),
        arguments("P11 directory", "zip-inconsistent", patched(good, end + 16, 0)),
        arguments("P11 parts", "zip-inconsistent", patched(good, end + 4, 1)),
        arguments("P11 encrypted", "zip-encrypted", patched(good, central + 8, 1)),
        arguments("P11 method", "zip-method", patched(good, central + 10, 12)),
        arguments("P11 no end", "zip-inconsistent", Arrays.copyOf(good, good.length - 1)),
        arguments("P13 link", "archive-link", mode(good, LINK)),
        arguments("P13 device", "archive-link", mode(good, DEVICE)),
        arguments("P14 ratio", "archive-ratio", named("a/zeros.png", new byte[4 << 20])));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("archives")
  void refusesWithTheCodeOfTheRow(String row, String code, byte[] file) {
    assertThat(opened.refusal(file).code()).as(row).isEqualTo(code);
  }

  @ParameterizedTest(name = "P12 {0}")
  @ValueSource(
      strings = {
        "../../x",
        "/x",
        "a\\..\\b",
        "C:\\x",
        "C:/x",
        "a/\u0000b",
        "a/\u202egnp",
        "a//x",
        "a/./x",
        "a/\n"
      })
  void refusesNamesThatLeadElsewhere(String name) {
    assertThat(opened.refusal(named(name, new byte[1])).code()).isEqualTo("zip-bad-name");
  }

  @Test
  void p12RefusesLongNames() {
    assertThat(opened.refusal(named("a/" + "x".repeat(600), new byte[1])).code())
        .isEqualTo("zip-bad-name");
  }

  @Test
  void p10RefusesOneNameTwice() {
    byte[] twice = named("a/2.png", TinyImages.grey(3, 4));
    twice[new String(twice, StandardCharsets.ISO_8859_1).lastIndexOf("2.png")] = '1';
    assertThat(opened.refusal(twice).code()).isEqualTo("zip-duplicate");
  }

  @Test
  void refusesMoreEntriesAndMoreBytesThanTheLimits() {
    assertThat(refusalWithin(new ZipLimits(1, 512, 1 << 20, 100, 0))).isEqualTo("too-many-entries");
    assertThat(refusalWithin(new ZipLimits(9, 512, 99, 100, 0))).isEqualTo("archive-size");
  }

  private String refusalWithin(ZipLimits zip) {
    DatasetLimits limits = DatasetLimits.standard();
    DatasetLimits small =
        new DatasetLimits(limits.fileBytes(), 9, 0, 0, 9, 1, limits.image(), zip, limits.table());
    byte[] two = named("b/2.png", TinyImages.grey(3, 4));
    return new Opened(folder, small).refusal(two).code();
  }

  @Test
  void acceptsOrdinaryFilesOfUnixAndDescriptorsAndComments() {
    assertThat(opened.summary(mode(good(), ORDINARY)).classes()).containsExactly("a");
    byte[] commented =
        new ArchiveBytes().entry(FIRST, TinyImages.grey(1, 2)).comment("PK\u0005\u0006").finish();
    assertThat(opened.summary(commented).classes()).containsExactly("a");
  }

  private static byte[] good() {
    return new ArchiveBytes()
        .stored(FIRST, TinyImages.grey(1, 2))
        .stored("a/2.png", TinyImages.grey(3, 4))
        .finish();
  }

  private static byte[] named(String name, byte[] content) {
    return new ArchiveBytes().stored(FIRST, TinyImages.grey(1, 2)).entry(name, content).finish();
  }

  private static byte[] mode(byte[] file, int mode) {
    byte[] changed = file.clone();
    int at = central(file);
    littleEndian(changed).putShort(at + 4, (short) UNIX).putInt(at + 38, mode << 16);
    return changed;
  }

  private static byte[] patched(byte[] file, int at, int value) {
    byte[] changed = file.clone();
    changed[at] = (byte) value;
    return changed;
  }

  private static byte[] junkFirst(byte[] file) {
    return ByteBuffer.allocate(file.length + 1).put((byte) 0).put(file).array();
  }

  /** Where the directory begins. */
  private static int central(byte[] file) {
    return littleEndian(file).getInt(file.length - 6);
  }

  /** Where the second entry of the directory begins. */
  private static int next(byte[] file) {
    int at = central(file) + 46 + FIRST.length();
    assertThat(littleEndian(file).getInt(at)).isEqualTo(CENTRAL);
    return at;
  }

  private static ByteBuffer littleEndian(byte[] file) {
    return ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
  }
}
