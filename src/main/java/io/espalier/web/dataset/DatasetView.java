package io.espalier.web.dataset;

import io.espalier.catalog.dataset.StoredDataset;
import io.espalier.dataset.DatasetSummary;
import io.espalier.dataset.DatasetSummary.ImageSummary;
import io.espalier.dataset.DatasetSummary.Range;
import io.espalier.dataset.DatasetSummary.SplitSummary;
import io.espalier.dataset.PreprocessingOverride;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;

/**
 * A data set as the API shows it.
 *
 * @param name what the uploader called it
 * @param classes names in the order of their indices
 * @param splits samples of each split
 * @param classCounts samples of each class in each split, in the order of the classes
 * @param image sizes of the images; null where there are none
 * @param inputShape of one sample as a network takes it; empty where samples differ
 * @param mean of each channel over the training split, pixels on 0 to 1
 * @param std standard deviation of each channel over the training split, pixels on 0 to 1
 * @param preprocessing how images become numbers unless a job says other
 * @param warnings sentences for the user
 */
@Schema(name = "Dataset")
public record DatasetView(
    @Schema(example = "ds_01KAN4Z5WX8F2G7H9JQRSTVWXY") String id,
    @Schema(example = "cifar10.zip") String name,
    @Schema(example = "image-folders") String format,
    @Schema(example = "classification") String task,
    @Schema(example = "148250624") long bytes,
    @Schema(example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
        String sha256,
    Instant createdAt,
    @Schema(example = "[\"airplane\",\"automobile\"]") List<String> classes,
    @Schema(example = "{\"train\":50000,\"test\":10000}") Map<String, Integer> splits,
    @Schema(example = "{\"train\":[25000,25000],\"test\":[5000,5000]}")
        Map<String, List<Integer>> classCounts,
    Optional<ImageView> image,
    @Schema(example = "[3,32,32]") List<Long> inputShape,
    @Schema(example = "[0.491,0.482,0.447]") List<Double> mean,
    @Schema(example = "[0.247,0.243,0.262]") List<Double> std,
    @Schema(example = "{\"channels\":\"rgb\",\"range\":\"unit\",\"mean\":[0.491,0.482,0.447]}")
        Map<String, Object> preprocessing,
    List<String> warnings) {

  public static DatasetView of(StoredDataset dataset) {
    DatasetSummary summary = dataset.summary();
    return new DatasetView(
        dataset.id(),
        dataset.name(),
        summary.format(),
        summary.task().wireName(),
        dataset.content().bytes(),
        dataset.content().sha256(),
        dataset.createdAt(),
        summary.classes(),
        perSplit(summary.splits(), SplitSummary::samples),
        perSplit(summary.splits(), SplitSummary::perClass),
        summary.images().map(ImageView::of),
        summary.inputShape(),
        summary.images().map(ImageSummary::mean).orElse(List.of()),
        summary.images().map(ImageSummary::std).orElse(List.of()),
        PreprocessingOverride.of(summary.preprocessing()).toDocument(),
        summary.warnings());
  }

  private static <T> Map<String, T> perSplit(
      SequencedMap<String, SplitSummary> splits, Function<SplitSummary, T> question) {
    Map<String, T> answers = new LinkedHashMap<>();
    splits.forEach((name, split) -> answers.put(name, question.apply(split)));
    return answers;
  }

  /**
   * The extents of images in pixels.
   *
   * @param height one number, or the least and the most
   * @param width one number, or the least and the most
   * @param measured images that mean and standard deviation were computed from
   */
  @Schema(name = "DatasetImage")
  public record ImageView(
      @Schema(example = "32") Object height,
      @Schema(example = "{\"least\":20,\"most\":640}") Object width,
      @Schema(example = "3") int channels,
      @Schema(example = "20000") int measured) {
    static ImageView of(ImageSummary images) {
      return new ImageView(
          extent(images.height()), extent(images.width()), images.channels(), images.measured());
    }

    private static Object extent(Range range) {
      return range.least() == range.most() ? (Object) range.least() : range;
    }
  }

  /**
   * A data set that comes with the service.
   *
   * @param name what a job calls it
   */
  @Schema(name = "BundledDataset")
  public record Bundled(
      @Schema(example = "fashion-mnist-heldout") String name,
      @Schema(example = "classification") String task,
      List<String> classes,
      @Schema(example = "{\"test\":1000}") Map<String, Integer> splits,
      Optional<ImageView> image,
      Map<String, Object> preprocessing) {
    static Bundled of(String name, DatasetSummary summary) {
      return new Bundled(
          name,
          summary.task().wireName(),
          summary.classes(),
          perSplit(summary.splits(), SplitSummary::samples),
          summary.images().map(ImageView::of),
          PreprocessingOverride.of(summary.preprocessing()).toDocument());
    }
  }

  /** All data sets that come with the service. */
  @Schema(name = "BundledDatasets")
  public record AllBundled(List<Bundled> data) {
    public AllBundled {
      data = List.copyOf(data);
    }
  }
}
