package io.espalier.dataset;

import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What was found in a data set when it was examined.
 *
 * @param format for example {@code image-folders}, {@code idx}, {@code npz}, {@code csv}
 * @param classes names in the order of their indices; empty for a regression
 * @param splits by name, in the order train, val, test, then others
 * @param images empty when the inputs are no images
 * @param inputShape of one sample without the batch, as a network takes it (C H W for images of one
 *     size); empty where samples differ
 * @param preprocessing what the data set declares, or what follows from its statistics
 * @param warnings sentences a person should read, such as images that are in two splits
 */
public record DatasetSummary(
    String format,
    DatasetTask task,
    List<String> classes,
    SequencedMap<String, SplitSummary> splits,
    Optional<ImageSummary> images,
    List<Long> inputShape,
    Preprocessing preprocessing,
    List<String> warnings) {

  public DatasetSummary {
    classes = List.copyOf(classes);
    inputShape = List.copyOf(inputShape);
    warnings = List.copyOf(warnings);
  }

  /**
   * One split.
   *
   * @param perClass samples of each class, in the order of the classes; empty for other tasks
   */
  public record SplitSummary(int samples, List<Integer> perClass) {
    public SplitSummary {
      perClass = List.copyOf(perClass);
    }
  }

  /**
   * Sizes and statistics of the images.
   *
   * @param height range and the same for width, in pixels
   * @param mean of each channel over the training split, on 0 to 1
   * @param std standard deviation of each channel over the training split, on 0 to 1
   * @param measured images that mean and std were computed from
   */
  public record ImageSummary(
      Range height, Range width, int channels, List<Double> mean, List<Double> std, int measured) {
    public ImageSummary {
      mean = List.copyOf(mean);
      std = List.copyOf(std);
    }
  }

  /** Smallest and largest of a number. */
  public record Range(int least, int most) {}
}
