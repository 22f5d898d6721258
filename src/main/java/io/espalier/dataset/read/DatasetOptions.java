package io.espalier.dataset.read;

import io.espalier.dataset.DatasetTask;
import io.espalier.dataset.PreprocessingOverride;
import java.util.List;
import java.util.Optional;

/**
 * What is said about a data set by whoever uploads it; it goes before what the file itself says.
 *
 * @param task empty to follow from the targets
 * @param split how samples are divided where the file does not divide them
 */
public record DatasetOptions(
    Optional<DatasetTask> task,
    SeededSplit split,
    Optional<PreprocessingOverride> preprocessing,
    CsvColumns columns) {
  /** Nothing is said. */
  public static final DatasetOptions NONE =
      new DatasetOptions(
          Optional.empty(),
          SeededSplit.STANDARD,
          Optional.empty(),
          new CsvColumns(List.of(), Optional.empty(), Optional.empty()));

  /**
   * Divides samples into {@code train} and {@code test}, each class alike.
   *
   * @param trainShare of the samples, in (0, 1]; 1 leaves no test split
   */
  public record SeededSplit(long seed, double trainShare) {
    /** Four fifths for training. */
    public static final SeededSplit STANDARD = new SeededSplit(0, 0.8);

    public SeededSplit {
      if (!(trainShare > 0 && trainShare <= 1)) {
        throw new IllegalArgumentException(
            "The share of the training split (%s) must be in (0, 1].".formatted(trainShare));
      }
    }
  }

  /**
   * Which columns of a table are what, by their names in its first line.
   *
   * @param targets the label, or the numbers of a regression; empty for the usual names
   * @param image paths of images in the same archive; empty for the usual names, or none
   * @param split names of splits; empty for the usual names, or none
   */
  public record CsvColumns(List<String> targets, Optional<String> image, Optional<String> split) {
    public CsvColumns {
      targets = List.copyOf(targets);
    }
  }
}
