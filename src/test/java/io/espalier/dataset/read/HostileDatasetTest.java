package io.espalier.dataset.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.espalier.dataset.DatasetSummary;
import io.espalier.dataset.DatasetTask;
import io.espalier.dataset.read.DatasetOptions.SeededSplit;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problem;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each row of the bad-input table for data sets is refused with its code and place. */
class HostileDatasetTest {
  private static final int MOST_LISTED = 20;

  @TempDir private Path folder;
  private Opened opened;

  @BeforeEach
  void open() {
    opened = new Opened(folder);
  }

  static Stream<Arguments> tables() {
    return Stream.of(
        arguments("D1 below 0", "dataset-label-range", "line 3", "x,y\n1,0\n1,-1\n1,1\n"),
        arguments("D1 NaN", "dataset-label-range", "line 3", "x,y\n1,0\n1,NaN\n1,1\n"),
        arguments("D1 text", "dataset-label-range", "line 4", "x,y\n1,0\n1,1\n1,cat\n"),
        arguments("D1 number", "dataset-label-range", "line 4", "x,y\n1,dog\n1,cat\n1,3\n"),
        arguments("D1 empty", "dataset-label-range", "line 2", "x,y\n1,\n1,0\n1,1\n"),
        arguments("D1 huge", "dataset-label-range", "line 2", "x,y\n1,100000\n1,0\n"),
        arguments("D1 overflow", "dataset-label-range", "line 2", "x,y\n1,99999999999999999\n"),
        arguments("D1 target", "csv-number", "line 3", "x,y\n1,0.5\n1,NaN\n1,2\n"),
        arguments("D1 feature", "csv-number", "line 2", "x,y\nInfinity,0\n1,1\n"),
        arguments("D1 too large", "csv-number", "line 2", "x,y\n1e99,0\n1,1\n"),
        arguments("D1 hexadecimal", "csv-number", "line 2", "x,y\n0x1p3,0\n1,1\n"),
        arguments("D1 fields", "csv-fields", "line 3", "x,y\n1,0\n1\n1,1\n"),
        arguments("D1 image", "missing-file", "line 1", "image,y\na.png,0\n"),
        arguments("D2 no rows", "dataset-empty", "", "x,y\n"),
        arguments("D3 open quote", "csv-quote", "line 3", "x,y\n1,0\n\"1,0\n1,0\n"),
        arguments("D3 after a quote", "csv-quote", "line 2", "x,y\n\"1\"2,0\n"),
        arguments("D3 columns", "csv-columns", "line 1", ",".repeat(1_000_000)),
        arguments("D3 long row", "csv-too-long", "line 2", "x,y\n" + "1".repeat(2_000_000)),
        arguments("D3 no names", "csv-header", "line 1", "1,2\n3,4\n"),
        arguments("D3 names twice", "csv-header", "line 1", "x,x,y\n1,2,0\n"),
        arguments("D3 no target", "csv-column", "line 1", "x,z\n1,2\n"),
        arguments("D3 only a target", "csv-column", "line 1", "y\n1\n"),
        arguments("split", "unknown-split", "line 2", "x,y,split\n1,0,mine\n"));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("tables")
  void refusesATable(String row, String code, String place, String table) {
    Problem problem = opened.refusal(Opened.utf8(table));
    assertThat(problem.code()).as(row).isEqualTo(code);
    assertThat(problem.place()).as(row).isEqualTo("dataset:" + place);
  }

  @Test
  void d3RefusesAnotherEncodingAtItsLine() {
    byte[] table = Opened.utf8("x,y\n1,ok\n1,b?d\n");
    table[table.length - 3] = (byte) 0xe9;
    assertThat(opened.refusal(table).place()).isEqualTo("dataset:line 3");
    assertThat(opened.refusal(table).code()).isEqualTo("csv-encoding");
  }

  static Stream<Arguments> arrays() {
    byte[] two = new byte[2];
    return Stream.of(
        arguments("D1 10 of 10", "dataset-label-range", declared("(2,)", ArrayBytes.longs(2, 0))),
        arguments("D1 below 0", "dataset-label-range", y("<i8", "(2,)", ArrayBytes.longs(0, -1))),
        arguments("D1 NaN", "not-finite", y("<f4", "(2,)", ArrayBytes.floats(1, Float.NaN))),
        arguments("D1 short", "label-count", y("|u1", "(1,)", new byte[1])),
        arguments("D1 no labels", "missing-array", x("x", npy("|u1", "(2,)", two)).finish()),
        arguments("D2", "dataset-empty", none()),
        arguments("D4 objects", "npy-object", y("|O", "(2,)", two)),
        arguments("D4 records", "npy-type", header("{'descr': [('a', '<f4')], 'shape': (2,)}")),
        arguments("D4 text", "npy-type", y("<U2", "(2,)", two)),
        arguments("D4 complex", "npy-type", y("<c8", "(2,)", new byte[16])),
        arguments("D4 code", "npy-header", header("{'descr': __import__('os').system('x')}")),
        arguments("D4 twice", "npy-header", header("{'descr': '|u1', 'descr': '|u1'}")),
        arguments("D4 unknown", "npy-header", header("{'descr': '|u1', 'more': 1}")),
        arguments("D4 trailing", "npy-header", header(good() + "x")),
        arguments("D4 long number", "npy-header", header(shape("(9999999999999999999,)"))),
        arguments("D4 negative", "npy-header", header(shape("(-2,)"))),
        arguments("D4 no axis", "array-shape", header(shape("()"))),
        arguments("D4 product", "array-shape", header(shape("(4000000000, 4000000000, 8)"))),
        arguments("D4 long axis", "array-shape", header(shape("(0, 4000000000)"))),
        arguments("D4 shape", "array-size", y("|u1", "(3,)", two)),
        arguments("D4 long header", "npy-header", longHeader()),
        arguments("D4 magic", "npy-header", withY(Opened.utf8("NUMPY"))),
        arguments(
            "channels",
            "array-shape",
            x("x", npy("|u1", "(2, 5, 5, 5)", new byte[250]))
                .entry("y.npy", npy("|u1", "(2,)", two))
                .finish()),
        arguments("targets", "array-shape", y("|u1", "(2, 3)", new byte[6])));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("arrays")
  void refusesArrays(String row, String code, byte[] file) {
    assertThat(opened.refusal(file).code()).as(row).isEqualTo(code);
  }

  static Stream<Arguments> archives() {
    byte[] image = TinyImages.grey(1, 2);
    byte[] cut = Arrays.copyOf(image, 45);
    return Stream.of(
        arguments("I1", "image-invalid", one("a/x.png", TinyImages.blackSquare(12_000))),
        arguments("I2 SVG", "image-invalid", one("a/x.svg", Opened.utf8("<svg/>"))),
        arguments("I3 truncated", "image-invalid", one("a/x.png", cut)),
        arguments("nested", "archive-nested", one("a/x.zip", image)),
        arguments("stray image", "unexpected-entry", folders().entry("x.png", image).finish()),
        arguments(
            "beside the splits", "unexpected-entry", folders().entry("c/x.png", image).finish()),
        arguments(
            "unknown class",
            "unknown-class",
            folders().entry("dataset.json", "{\"classes\":[\"a\"]}").finish()),
        arguments(
            "manifest", "unknown-field", folders().entry("dataset.json", "{\"class\":1}").finish()),
        arguments(
            "manifest twice",
            "duplicate-key",
            folders().entry("dataset.json", "{\"task\":1,\"task\":1}").finish()),
        arguments(
            "task",
            "task-mismatch",
            folders().entry("dataset.json", "{\"task\":\"sequence\"}").finish()),
        arguments(
            "mask missing", "missing-file", masks("images/a.png", "images/b.png", "masks/a.png")),
        arguments(
            "mask alone", "missing-file", masks("images/a.png", "masks/a.png", "masks/b.png")),
        arguments("mask in colour", "mask-invalid", mask(TinyImages.colour(1, 2, 3))),
        arguments("mask of another size", "mask-invalid", mask(TinyImages.grey(1, 2, 3, 4))),
        arguments(
            "tables",
            "csv-several",
            new ArchiveBytes().entry("a.csv", "x,y\n").entry("b.csv", "x,y\n").finish()),
        arguments(
            "image missing",
            "missing-file",
            new ArchiveBytes().entry("a.csv", "image,y\n../../etc/passwd,0\n").finish()),
        arguments("idx", "idx-header", idx(Opened.utf8("text"))),
        arguments(
            "idx announces",
            "array-size",
            idx(ArrayBytes.idx(8, new int[] {2, 5, 5}, new byte[7]))),
        arguments("idx ratio", "archive-ratio", idx(ArrayBytes.idx(8, new int[] {20_000, 50, 50}))),
        arguments("idx gzip", "array-size", idx(cutGzip())),
        arguments("empty", "dataset-empty", new ArchiveBytes().folder("a/").finish()));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("archives")
  void refusesArchives(String row, String code, byte[] file) {
    assertThat(opened.refusal(file).code()).as(row).isEqualTo(code);
  }

  @Test
  void refusesWhatIsNoDataSet() {
    for (byte[] file : List.of(new byte[] {0, 1, 2}, ArchiveBytes.gzip(new byte[9]))) {
      assertThat(opened.refusal(file).code()).isEqualTo("unsupported-format");
    }
    assertThat(opened.refusal(new byte[0]).code()).isEqualTo("empty-file");
    byte[] letter = one("letter.txt", Opened.utf8("Dear reader"));
    assertThat(opened.refusal(letter).code()).isEqualTo("unsupported-format");
  }

  @Test
  void refusesTheLargeImageBeforeItIsDecoded() {
    byte[] square = TinyImages.blackSquare(12_000);
    assertThat(square.length).isLessThan(20_000);
    Problem problem = opened.refusal(one("a/x.png", square));
    assertThat(problem.place()).isEqualTo("dataset:entry a/x.png");
    assertThat(problem.message()).contains("12000 x 12000", "a/x.png");
  }

  @Test
  void listsTheFirstOffendersAndCountsTheRest() {
    StringBuilder table = new StringBuilder("x,y\n");
    for (int i = 0; i < 1000; i++) {
      table.append("1,").append(i % 10 == 0 ? "oops" : "1").append('\n');
    }
    List<Problem> problems =
        opened.refusals(Opened.utf8(table.toString()), whole(Optional.empty()));

    assertThat(problems).hasSize(MOST_LISTED + 1);
    assertThat(problems.get(1).place()).isEqualTo("dataset:line 12");
    assertThat(problems.getLast().message()).isEqualTo("80 more samples are not valid.");
  }

  @Test
  void refusesATaskThatTheTargetsCannotServe() {
    assertThat(opened.refusal(SmallSets.csv(), whole(Optional.of(DatasetTask.SEQUENCE))).code())
        .isEqualTo("task-mismatch");
  }

  @Test
  void endsWhenTheListenerThrows() {
    DatasetReader reader = opened.reader();
    Path file = opened.write(SmallSets.folders());
    ExaminationListener cancelling =
        (samples, of) -> {
          assertThat(of).isEqualTo(4);
          throw new CancellationException();
        };
    assertThatThrownBy(() -> reader.examine(file, DatasetOptions.NONE, cancelling))
        .isInstanceOf(CancellationException.class);
  }

  @Test
  void opensOnlyWhatWasExamined() {
    DatasetSummary summary = opened.summary(SmallSets.folders());
    Path other = opened.write(SmallSets.npz());
    assertThatThrownBy(() -> opened.reader().open(other, summary, DatasetOptions.NONE))
        .isInstanceOfSatisfying(
            EspalierException.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.DATASET_INVALID));
  }

  @Test
  void refusesEveryPrefixOfAGoodArchive() {
    byte[] good = SmallSets.npz();
    for (int length = 0; length < good.length; length += 7) {
      assertThat(opened.refusals(Arrays.copyOf(good, length), DatasetOptions.NONE)).isNotEmpty();
    }
  }

  private static DatasetOptions whole(Optional<DatasetTask> task) {
    return new DatasetOptions(
        task, new SeededSplit(0, 1), Optional.empty(), DatasetOptions.NONE.columns());
  }

  private static byte[] one(String name, byte[] content) {
    return new ArchiveBytes().entry(name, content).finish();
  }

  private static ArchiveBytes folders() {
    return new ArchiveBytes()
        .entry("train/a/1.png", TinyImages.grey(1, 2))
        .entry("train/b/2.png", TinyImages.grey(3, 4));
  }

  private static byte[] masks(String... names) {
    ArchiveBytes archive = new ArchiveBytes();
    Stream.of(names).forEach(name -> archive.entry(name, TinyImages.grey(1, 2)));
    return archive.finish();
  }

  private static byte[] mask(byte[] mask) {
    return new ArchiveBytes()
        .entry("images/a.png", TinyImages.grey(1, 2))
        .entry("masks/a.png", mask)
        .finish();
  }

  private static byte[] idx(byte[] images) {
    return new ArchiveBytes()
        .stored("train-images-idx3-ubyte", images)
        .stored("train-labels-idx1-ubyte", ArrayBytes.idx(8, new int[] {2}, new byte[2]))
        .finish();
  }

  private static byte[] cutGzip() {
    byte[] packed = ArchiveBytes.gzip(ArrayBytes.idx(8, new int[] {2, 2, 1}, new byte[4]));
    return Arrays.copyOf(packed, packed.length - 10);
  }

  private static byte[] npy(String type, String shape, byte[] values) {
    return ArrayBytes.npy(type, false, shape, values);
  }

  private static ArchiveBytes x(String name, byte[] array) {
    return new ArchiveBytes().entry(name + ".npy", array);
  }

  private static byte[] y(String type, String shape, byte[] values) {
    return withY(npy(type, shape, values));
  }

  private static byte[] withY(byte[] array) {
    return x("x", npy("<f4", "(2, 1)", ArrayBytes.floats(1, 2))).stored("y.npy", array).finish();
  }

  private static byte[] declared(String shape, byte[] labels) {
    return x("x", npy("<f4", "(2, 1)", ArrayBytes.floats(1, 2)))
        .entry("y.npy", npy("<i8", shape, labels))
        .entry("dataset.json", "{\"classes\":[\"no\",\"yes\"]}")
        .finish();
  }

  private static byte[] none() {
    return x("x", npy("<f4", "(0, 1)", new byte[0]))
        .entry("y.npy", npy("|u1", "(0,)", new byte[0]))
        .finish();
  }

  private static byte[] header(String text) {
    return withY(ArrayBytes.npy(1, text, new byte[2]));
  }

  private static String good() {
    return shape("(2,)");
  }

  private static String shape(String shape) {
    return "{'descr': '|u1', 'fortran_order': False, 'shape': %s}".formatted(shape);
  }

  private static byte[] longHeader() {
    return withY(ArrayBytes.npy(2, good() + " ".repeat(1 << 17), new byte[2]));
  }
}
