package io.espalier.dataset.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.dataset.DatasetSummary;
import io.espalier.dataset.DatasetSummary.ImageSummary;
import io.espalier.dataset.DatasetSummary.Range;
import io.espalier.dataset.DatasetTask;
import io.espalier.dataset.Preprocessing.ChannelOrder;
import io.espalier.dataset.Sample;
import io.espalier.dataset.Target;
import io.espalier.dataset.read.DatasetOptions.SeededSplit;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Image folders and masks are read back as they were packed. */
class FolderFormatTest {
  private static final double EXACT = 1e-6;

  @TempDir private Path folder;
  private Opened opened;

  @BeforeEach
  void open() {
    opened = new Opened(folder);
  }

  @Test
  void readsSplitsAndClassesFromFolders() {
    DatasetSummary summary = opened.summary(SmallSets.folders());

    assertThat(summary.format()).isEqualTo("image-folders");
    assertThat(summary.classes()).containsExactly("cat", "dog");
    assertThat(summary.splits().keySet()).containsExactly("train", "test");
    assertThat(summary.splits().get("test").perClass()).containsExactly(1, 1);
    assertThat(summary.inputShape()).containsExactly(1L, 1L, 2L);
    Sample second = opened.samples(SmallSets.folders(), "train").get(1);
    assertThat(Opened.pixels(second)).containsExactly(51, 51);
    assertThat(second.target()).isEqualTo(new Target.OfClass(1));
  }

  @Test
  void measuresTheTrainingSplitAlone() {
    ImageSummary images = opened.summary(SmallSets.folders()).images().orElseThrow();

    double mean = (0 + 255 + 51 + 51) / 4.0 / 255;
    double square = (255 * 255 + 2 * 51 * 51) / 4.0 / 255 / 255;
    assertThat(images.mean().getFirst()).isCloseTo(mean, within(EXACT));
    assertThat(images.std().getFirst()).isCloseTo(Math.sqrt(square - mean * mean), within(EXACT));
    assertThat(images.measured()).isEqualTo(2);
  }

  @Test
  void scalesByWhatItMeasuresUnlessTheSetSaysOtherwise() {
    byte[] declared =
        new ArchiveBytes()
            .entry("dataset.json", "{\"preprocessing\":{\"mean\":[0.5],\"resize\":8}}")
            .entry("a/1.png", TinyImages.grey(1, 2))
            .entry("b/2.png", TinyImages.grey(3, 4))
            .finish();

    DatasetSummary summary = opened.summary(declared);
    assertThat(summary.preprocessing().mean()).containsExactly(0.5);
    assertThat(summary.preprocessing().std()).isEqualTo(summary.images().orElseThrow().std());
    assertThat(summary.preprocessing().channels()).isEqualTo(ChannelOrder.GREY);
    assertThat(summary.preprocessing().resize()).isPresent();
  }

  @Test
  void countsGreyAmongColoursAsThreeEqualChannels() {
    byte[] mixed =
        new ArchiveBytes()
            .entry("train/a/1.png", TinyImages.colour(30, 60, 90))
            .entry("train/b/2.png", TinyImages.grey(255, 255))
            .finish();

    DatasetSummary summary = opened.summary(mixed);
    ImageSummary images = summary.images().orElseThrow();
    assertThat(images.channels()).isEqualTo(3);
    assertThat(images.width()).isEqualTo(new Range(1, 2));
    assertThat(images.mean().get(2)).isCloseTo((90 + 510) / 3.0 / 255, within(EXACT));
    assertThat(summary.inputShape()).isEmpty();
    assertThat(summary.warnings())
        .contains("The data set has no split (test).", "The split (train) has only 2 samples.");
  }

  @Test
  void passesOverOneFolderAroundEverythingAndWhatSystemsLeaveBehind() {
    byte[] wrapped =
        new ArchiveBytes()
            .folder("pets/")
            .folder("pets/train/")
            .entry("pets/README.md", "Pets.")
            .entry("pets/training/cat/a.png", TinyImages.grey(1, 1))
            .entry("pets/valid/cat/b.png", TinyImages.grey(2, 2))
            .entry("pets/train/cat/.DS_Store", "x")
            .entry("pets/train/cat/Thumbs.db", "x")
            .entry("__MACOSX/pets/train/cat/._a.png", "x")
            .comment("made by hand")
            .finish();

    DatasetSummary summary = opened.summary(wrapped);
    assertThat(summary.splits().keySet()).containsExactly("train", "val");
    assertThat(summary.splits().get("train").samples()).isEqualTo(1);
    assertThat(summary.warnings())
        .contains("1 files of the archive are left out, because they are no part of the data set.")
        .contains("All samples are of one class, so nothing can be learnt from them.");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 77})
  void dividesEachClassAlikeByTheSeedAlone(long seed) {
    byte[] flat = flat(50, 10);
    DatasetOptions options = options(new SeededSplit(seed, 0.7));

    DatasetSummary summary = opened.summary(flat, options);
    assertThat(summary.splits().get("train").perClass()).containsExactly(35, 7);
    assertThat(summary.splits().get("test").perClass()).containsExactly(15, 3);
    List<Sample> first = opened.samples(flat, "test", options);
    assertThat(opened.samples(flat, "test", options)).usingRecursiveComparison().isEqualTo(first);
    DatasetOptions other = options(new SeededSplit(seed + 1, 0.7));
    assertThat(opened.samples(flat, "test", other).stream().map(Opened::pixels).toList())
        .usingRecursiveComparison()
        .isNotEqualTo(first.stream().map(Opened::pixels).toList());
  }

  @Test
  void leavesBothSplitsOneOfTwoSamples() {
    DatasetSummary summary = opened.summary(flat(2, 2), options(new SeededSplit(3, 0.99)));
    assertThat(summary.splits().get("test").perClass()).containsExactly(1, 1);
    DatasetSummary whole = opened.summary(flat(2, 2), options(new SeededSplit(3, 1)));
    assertThat(whole.splits().keySet()).containsExactly("train");
  }

  @Test
  void readsMasksAsClassesOfPixels() {
    DatasetSummary summary = opened.summary(SmallSets.masks());

    assertThat(summary.task()).isEqualTo(DatasetTask.SEGMENTATION);
    assertThat(summary.classes()).containsExactly("0", "1", "2");
    Target.OfPixels mask =
        (Target.OfPixels) opened.samples(SmallSets.masks(), "train").getFirst().target();
    assertThat(mask.classes()).containsExactly(0, Target.OfPixels.IGNORED);
  }

  @Test
  void reportsWhatIsInTwoSplits() {
    byte[] leaking =
        new ArchiveBytes()
            .entry("train/a/1.png", TinyImages.grey(1, 2))
            .entry("train/b/2.png", TinyImages.grey(3, 4))
            .entry("train/b/3.png", TinyImages.grey(3, 4))
            .entry("test/a/4.png", TinyImages.grey(1, 2))
            .finish();

    assertThat(opened.summary(leaking).warnings())
        .contains(
            "The split (train) has 1 samples that repeat another of it.",
            "The split (test) has no samples of 1 classes: b.",
            "1 of the 1 samples of the split (test) are in the split (train), too; figures on it"
                + " are too good.");
  }

  @Test
  void findsTheSameWhateverTheThreads() {
    byte[] flat = flat(400, 300);
    DatasetSummary summary = opened.summary(flat);
    DatasetLimits one = DatasetLimits.standard();
    DatasetLimits many =
        new DatasetLimits(one.fileBytes(), 10, 0, 0, 100, 7, one.image(), one.zip(), one.table());
    DatasetSummary other = new Opened(folder, many).summary(flat);
    assertThat(other.splits()).isEqualTo(summary.splits());
    assertThat(other.images().orElseThrow().measured()).isEqualTo(100);
    assertThat(summary.images().orElseThrow().measured()).isEqualTo(560);
  }

  private static byte[] flat(int first, int second) {
    ArchiveBytes archive = new ArchiveBytes();
    for (int i = 0; i < first; i++) {
      archive.entry("a/%d.png".formatted(i), TinyImages.grey(i % 256, i / 256));
    }
    for (int i = 0; i < second; i++) {
      archive.entry("b/%d.png".formatted(i), TinyImages.grey(255 - i % 256, 255 - i / 256));
    }
    return archive.finish();
  }

  private static DatasetOptions options(SeededSplit split) {
    return new DatasetOptions(
        Optional.empty(), split, Optional.empty(), DatasetOptions.NONE.columns());
  }
}
