package io.espalier.dataset.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.dataset.DatasetSummary;
import io.espalier.dataset.DatasetTask;
import io.espalier.dataset.Features;
import io.espalier.dataset.Sample;
import io.espalier.dataset.Target;
import io.espalier.dataset.read.DatasetOptions.CsvColumns;
import io.espalier.dataset.read.DatasetOptions.SeededSplit;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables are read back as they were written. */
class TableFormatTest {
  private static final DatasetOptions WHOLE = columns(List.of(), Optional.empty());

  @TempDir private Path folder;
  private Opened opened;

  @BeforeEach
  void open() {
    opened = new Opened(folder);
  }

  @Test
  void readsFeaturesAndNamedClasses() {
    DatasetSummary summary = opened.summary(SmallSets.csv());

    assertThat(summary.format()).isEqualTo("csv");
    assertThat(summary.classes()).containsExactly("cat", "dog");
    assertThat(summary.inputShape()).containsExactly(2L);
    List<Sample> samples = opened.samples(SmallSets.csv(), "train", WHOLE);
    assertThat(values(samples.get(1))).containsExactly(-3, 40);
    assertThat(samples.get(1).target()).isEqualTo(new Target.OfClass(1));
  }

  @Test
  void readsImagesOfTheSameArchiveAndItsSplitColumn() {
    DatasetSummary summary = opened.summary(SmallSets.csvBesideImages());

    assertThat(summary.classes()).containsExactly("no", "yes");
    assertThat(summary.splits().keySet()).containsExactly("train", "test");
    assertThat(summary.preprocessing().crop()).isPresent();
    Sample test = opened.samples(SmallSets.csvBesideImages(), "test").getFirst();
    assertThat(Opened.pixels(test)).containsExactly(4, 5);
    assertThat(test.target()).isEqualTo(new Target.OfClass(1));
  }

  @Test
  void readsATableForEachSplit() {
    byte[] tables =
        new ArchiveBytes()
            .entry("train.csv", "a,y\n1,0\n2,1\n")
            .entry("test.csv", "a,y\n3,2\n")
            .finish();

    DatasetSummary summary = opened.summary(tables);
    assertThat(summary.classes()).containsExactly("0", "1", "2");
    assertThat(summary.splits().get("test").perClass()).containsExactly(0, 0, 1);
  }

  @Test
  void passesOverAByteOrderMarkAndBlankLines() {
    byte[] table = Opened.utf8("\uFEFFlabel,v\r\n\r\n0,1\r\n\r\n1,2\r\n\r\n");
    assertThat(opened.samples(table, "train", WHOLE)).hasSize(2);
  }

  @Test
  void takesFractionsForARegression() {
    byte[] table = Opened.utf8("x,target\n1,0.5\n2,1\n3,-7e-1\n");

    assertThat(opened.summary(table).task()).isEqualTo(DatasetTask.REGRESSION);
    Target.OfValues last =
        (Target.OfValues) opened.samples(table, "train", WHOLE).getLast().target();
    assertThat(last.values()).containsExactly(-0.7f);
  }

  @Test
  void takesSeveralTargetsForARegression() {
    byte[] table = Opened.utf8("w,h,x\n1,2,3\n4,5,6\n");
    DatasetOptions two = columns(List.of("h", "w"), Optional.empty());

    Sample first = opened.samples(table, "train", two).getFirst();
    assertThat(((Target.OfValues) first.target()).values()).containsExactly(2, 1);
    assertThat(values(first)).containsExactly(3);
  }

  @Test
  void leavesOutRowNumbers() {
    byte[] table = Opened.utf8(",x,label\n0,1.5,a\n1,2.5,b\n");
    assertThat(opened.summary(table).inputShape()).containsExactly(1L);
  }

  @Test
  void leavesAFormulaAText() {
    byte[] table = Opened.utf8("x,label\n1,=cmd()\n2,ok\n");
    assertThat(opened.summary(table).classes()).containsExactly("=cmd()", "ok");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void readsRandomTextsBack(long seed) {
    Random random = new Random(seed);
    StringBuilder table = new StringBuilder("label,x\n");
    List<String> labels = random.ints(30, 0, 6).mapToObj(_ -> label(random)).toList();
    for (String label : labels) {
      table
          .append('"')
          .append(label.replace("\"", "\"\""))
          .append("\",1")
          .append(random.nextBoolean() ? "\r\n" : "\n");
    }
    byte[] csv = Opened.utf8(table.toString());

    List<String> classes = opened.summary(csv, WHOLE).classes();
    List<String> read =
        opened.samples(csv, "train", WHOLE).stream()
            .map(sample -> classes.get(((Target.OfClass) sample.target()).index()))
            .toList();
    assertThat(read).isEqualTo(labels);
  }

  /** A text with everything that needs quotes in it. */
  private static String label(Random random) {
    StringBuilder text = new StringBuilder("l");
    for (int i = random.nextInt(8); i > 0; i--) {
      text.append("a,\"\n\ré語".charAt(random.nextInt(7)));
    }
    return text.append('l').toString();
  }

  private static float[] values(Sample sample) {
    return ((Features) sample.input()).values();
  }

  private static DatasetOptions columns(List<String> targets, Optional<String> image) {
    return new DatasetOptions(
        Optional.empty(),
        new SeededSplit(0, 1),
        Optional.empty(),
        new CsvColumns(targets, image, Optional.empty()));
  }
}
