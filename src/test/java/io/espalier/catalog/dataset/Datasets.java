package io.espalier.catalog.dataset;

import io.espalier.artifact.StoredArtifact;
import io.espalier.dataset.DatasetSummary;
import io.espalier.dataset.DatasetSummary.ImageSummary;
import io.espalier.dataset.DatasetSummary.Range;
import io.espalier.dataset.DatasetSummary.SplitSummary;
import io.espalier.dataset.DatasetTask;
import io.espalier.dataset.Preprocessing;
import io.espalier.dataset.Preprocessing.ChannelOrder;
import io.espalier.dataset.Preprocessing.Resize;
import io.espalier.dataset.Preprocessing.Size;
import io.espalier.dataset.Preprocessing.ValueRange;
import io.espalier.dataset.PreprocessingOverride;
import io.espalier.dataset.read.DatasetOptions;
import io.espalier.dataset.read.DatasetOptions.CsvColumns;
import io.espalier.dataset.read.DatasetOptions.SeededSplit;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** Data sets for tests that do not care what is in them. */
public final class Datasets {
  public static final Preprocessing PREPROCESSING =
      new Preprocessing(
          Optional.of(new Resize.ShorterSide(40)),
          Optional.of(new Size(32, 32)),
          ChannelOrder.BGR,
          ValueRange.SYMMETRIC,
          List.of(0.1, 0.2, 0.3),
          List.of(0.4, 0.5, 0.6));

  /** Everything is said. */
  public static final DatasetOptions OPTIONS =
      new DatasetOptions(
          Optional.of(DatasetTask.CLASSIFICATION),
          new SeededSplit(7, 0.9),
          Optional.of(
              new PreprocessingOverride(
                  Optional.of(new Resize.Exactly(new Size(8, 9))),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.of(ValueRange.BYTE),
                  Optional.of(List.of(1.5)),
                  Optional.empty())),
          new CsvColumns(List.of("y"), Optional.of("file"), Optional.empty()));

  private Datasets() {}

  /** Two classes of images of several sizes. */
  public static DatasetSummary summary(List<String> classes) {
    SequencedMap<String, SplitSummary> splits = new LinkedHashMap<>();
    splits.put("train", new SplitSummary(7, List.of(4, 3)));
    splits.put("test", new SplitSummary(2, List.of(1, 1)));
    return new DatasetSummary(
        "image-folders",
        DatasetTask.CLASSIFICATION,
        classes,
        splits,
        Optional.of(
            new ImageSummary(
                new Range(20, 40),
                new Range(32, 32),
                3,
                List.of(0.1, 0.2, 0.3),
                List.of(0.4, 0.5, 0.6),
                7)),
        List.of(),
        PREPROCESSING,
        List.of("An image is in two splits."));
  }

  public static StoredDataset dataset(String id, String sha256, Instant createdAt) {
    return new StoredDataset(
        id,
        "name",
        new StoredArtifact(sha256, 5),
        createdAt,
        OPTIONS,
        summary(List.of("cat", "dog")));
  }
}
