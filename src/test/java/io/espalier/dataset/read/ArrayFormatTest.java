package io.espalier.dataset.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.dataset.DatasetSummary;
import io.espalier.dataset.DatasetTask;
import io.espalier.dataset.Features;
import io.espalier.dataset.Image;
import io.espalier.dataset.Sample;
import io.espalier.dataset.Target;
import io.espalier.dataset.Tokens;
import io.espalier.dataset.read.DatasetOptions.SeededSplit;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Arrays in npz and IDX files are read back as they were written. */
class ArrayFormatTest {
  private static final DatasetOptions WHOLE =
      new DatasetOptions(
          Optional.empty(), new SeededSplit(0, 1), Optional.empty(), DatasetOptions.NONE.columns());

  @TempDir private Path folder;
  private Opened opened;

  @BeforeEach
  void open() {
    opened = new Opened(folder);
  }

  @Test
  void readsFeaturesAndClasses() {
    DatasetSummary summary = opened.summary(SmallSets.npz(), WHOLE);

    assertThat(summary.format()).isEqualTo("npz");
    assertThat(summary.task()).isEqualTo(DatasetTask.CLASSIFICATION);
    assertThat(summary.classes()).containsExactly("0", "1");
    assertThat(summary.inputShape()).containsExactly(2L);
    assertThat(summary.images()).isEmpty();
    Sample last = opened.samples(SmallSets.npz(), "train", WHOLE).getLast();
    assertThat(((Features) last.input()).values()).containsExactly(7, 8);
    assertThat(last.target()).isEqualTo(new Target.OfClass(1));
  }

  @Test
  void readsIdxPairsGzippedOrNot() {
    DatasetSummary summary = opened.summary(SmallSets.idx());

    assertThat(summary.format()).isEqualTo("idx");
    assertThat(summary.splits().keySet()).containsExactly("train", "test");
    List<Sample> train = opened.samples(SmallSets.idx(), "train");
    assertThat(Opened.pixels(train.get(1))).containsExactly(4, 5, -1);
    assertThat(train.get(0).target()).isEqualTo(new Target.OfClass(1));
    assertThat(opened.samples(SmallSets.idx(), "test")).usingRecursiveComparison().isEqualTo(train);
    assertThat(summary.warnings()).anyMatch(sentence -> sentence.startsWith("2 of the 2 samples"));
  }

  @ParameterizedTest
  @CsvSource({
    "x_train,y_train,x_test,y_test",
    "train_images,train_labels,test_images,test_labels",
    "x,y,x_test,y_test"
  })
  void knowsSplitsByName(String x, String y, String xTest, String yTest) {
    byte[] inputs = ArrayBytes.npy("|u1", false, "(1, 1, 2)", new byte[] {1, 2});
    byte[] targets = ArrayBytes.npy("|u1", false, "(1, 1)", new byte[] {1});
    byte[] npz =
        new ArchiveBytes()
            .entry(x + ".npy", inputs)
            .entry(y + ".npy", targets)
            .entry(xTest + ".npy", inputs)
            .entry(yTest + ".npy", targets)
            .entry("note.npy", targets)
            .finish();

    DatasetSummary summary = opened.summary(npz);
    assertThat(summary.splits().keySet()).containsExactly("train", "test");
    assertThat(summary.task()).isEqualTo(DatasetTask.CLASSIFICATION);
    assertThat(summary.warnings()).anyMatch(sentence -> sentence.startsWith("1 files"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void readsEveryOrderOfEveryTypeToTheSameNumbers(boolean columnMajor) {
    for (String order : List.of("<", ">")) {
      for (String type : List.of("i1", "i2", "i4", "i8", "u2", "u4", "u8", "f4", "f8")) {
        byte[] x = numbers(order, type, columnMajor, 3, 2, 4);
        List<Sample> samples =
            samples(ArrayBytes.npy(order + type, columnMajor, "(3, 2, 4)", x), labels(3));
        List<Float> read = new ArrayList<>();
        for (Sample sample : samples) {
          for (float value : ((Features) sample.input()).values()) {
            read.add(value);
          }
        }
        List<Float> expected = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
          expected.add((float) i);
        }
        assertThat(read).as(order + type).isEqualTo(expected);
      }
    }
  }

  @Test
  void readsPlanesAndRowsOfPixelsToTheSameImage() {
    byte[] planes = {1, 2, 3, 4, 5, 6};
    byte[] rows = {1, 3, 5, 2, 4, 6};
    Image fromPlanes = image("(1, 3, 1, 2)", planes);
    Image fromRows = image("(1, 1, 2, 3)", rows);

    assertThat(fromPlanes.pixels()).isEqualTo(rows).isEqualTo(fromRows.pixels());
    assertThat(fromPlanes.channels()).isEqualTo(3);
  }

  @Test
  void readsTokensWithAClassForEachStep() {
    byte[] x = ArrayBytes.npy("<i8", false, "(1, 3)", ArrayBytes.longs(5, 6, 7));
    byte[] y = ArrayBytes.npy("<i8", false, "(1, 3)", ArrayBytes.longs(0, -100, 2));
    Sample sample = samples(x, y).getFirst();

    assertThat(((Tokens) sample.input()).identifiers()).containsExactly(5, 6, 7);
    assertThat(((Target.OfSteps) sample.target()).classes()).containsExactly(0, -100, 2);
    assertThat(opened.summary(npz(x, y)).classes()).containsExactly("0", "1", "2");
  }

  @Test
  void readsClassesOfPixels() {
    byte[] x = ArrayBytes.npy("|u1", false, "(1, 1, 2, 1)", new byte[] {9, 8});
    byte[] y = ArrayBytes.npy("|u1", false, "(1, 1, 2)", new byte[] {3, -1});
    Sample sample = samples(x, y).getFirst();

    assertThat(((Target.OfPixels) sample.target()).classes())
        .containsExactly(3, Target.OfPixels.IGNORED);
    assertThat(opened.summary(npz(x, y)).task()).isEqualTo(DatasetTask.SEGMENTATION);
  }

  @Test
  void readsRealTargetsAsARegression() {
    byte[] y = ArrayBytes.npy("<f4", false, "(2, 2)", ArrayBytes.floats(1, 2, 3, 4.5f));
    byte[] x = ArrayBytes.npy("<f4", false, "(2, 1)", ArrayBytes.floats(1, 2));

    assertThat(opened.summary(npz(x, y)).task()).isEqualTo(DatasetTask.REGRESSION);
    assertThat(opened.summary(npz(x, y)).classes()).isEmpty();
    assertThat(((Target.OfValues) samples(x, y).get(1).target()).values()).containsExactly(3, 4.5f);
  }

  @Test
  void readsWholeTargetsAsARegressionWhereThatIsAsked() {
    DatasetOptions regression =
        new DatasetOptions(
            Optional.of(DatasetTask.REGRESSION),
            SeededSplit.STANDARD,
            Optional.empty(),
            DatasetOptions.NONE.columns());

    assertThat(opened.summary(SmallSets.npz(), regression).task())
        .isEqualTo(DatasetTask.REGRESSION);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void readsRandomArraysBackFromMemoryAndFromScratchFiles(long seed) {
    Random random = new Random(seed);
    int samples = 1 + random.nextInt(20);
    int width = 1 + random.nextInt(30);
    float[] values = new float[samples * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    byte[] npz =
        npz(
            ArrayBytes.npy(
                "<f4", false, "(%d, %d)".formatted(samples, width), ArrayBytes.floats(values)),
            labels(samples));
    DatasetLimits small = DatasetLimits.standard();
    DatasetLimits onDisk =
        new DatasetLimits(
            small.fileBytes(), 10, 1, 1 << 20, 1, 1, small.image(), small.zip(), small.table());

    for (Opened reading : List.of(opened, new Opened(folder, onDisk))) {
      List<Sample> read = reading.samples(npz, "train", WHOLE);
      assertThat(read).hasSize(samples);
      for (int i = 0; i < samples; i++) {
        float[] expected = Arrays.copyOfRange(values, i * width, (i + 1) * width);
        assertThat(((Features) read.get(i).input()).values()).isEqualTo(expected);
      }
    }
    assertThat(folder.toFile().list()).containsExactly("upload");
  }

  private Image image(String shape, byte[] values) {
    return (Image)
        samples(ArrayBytes.npy("|u1", false, shape, values), labels(1)).getFirst().input();
  }

  private List<Sample> samples(byte[] x, byte[] y) {
    return opened.samples(npz(x, y), "train", WHOLE);
  }

  private static byte[] npz(byte[] x, byte[] y) {
    return new ArchiveBytes().entry("x.npy", x).stored("y.npy", y).finish();
  }

  private static byte[] labels(int count) {
    return ArrayBytes.npy("|b1", false, "(%d,)".formatted(count), new byte[count]);
  }

  /** Numbers 0, 1, 2 … in the order of rows, written in either order. */
  private static byte[] numbers(
      String order, String type, boolean columnMajor, int n, int rows, int columns) {
    int bytes = type.charAt(1) - '0';
    ByteBuffer buffer =
        ByteBuffer.allocate(n * rows * columns * bytes)
            .order(order.equals("<") ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    for (int i = 0; i < n * rows * columns; i++) {
      int value =
          columnMajor ? (i % n) * rows * columns + (i / n % rows) * columns + i / n / rows : i;
      put(buffer, type, value);
    }
    return buffer.array();
  }

  private static void put(ByteBuffer buffer, String type, int value) {
    switch (type) {
      case "f4" -> buffer.putFloat(value);
      case "f8" -> buffer.putDouble(value);
      case "i1" -> buffer.put((byte) value);
      case "i2", "u2" -> buffer.putShort((short) value);
      case "i4", "u4" -> buffer.putInt(value);
      default -> buffer.putLong(value);
    }
  }
}
