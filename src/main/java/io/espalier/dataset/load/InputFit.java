package io.espalier.dataset.load;

import io.espalier.dataset.DatasetSummary;
import io.espalier.dataset.DatasetSummary.ImageSummary;
import io.espalier.dataset.Preprocessing;
import io.espalier.dataset.Preprocessing.ChannelOrder;
import io.espalier.dataset.Preprocessing.Resize.ShorterSide;
import io.espalier.dataset.Preprocessing.Size;
import io.espalier.graph.Dim;
import io.espalier.graph.ElementType;
import io.espalier.graph.TensorType;
import io.espalier.graph.ValueInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** Whether what a data set becomes under a preprocessing is what a model takes and answers. */
public final class InputFit {
  private static final int IMAGE_RANK = 4;

  private final String name;
  private final DatasetSummary summary;
  private final Preprocessing preprocessing;

  /**
   * The fit of one data set.
   *
   * @param name how sentences call the data set
   */
  public InputFit(String name, DatasetSummary summary, Preprocessing preprocessing) {
    this.name = name;
    this.summary = summary;
    this.preprocessing = preprocessing;
  }

  /** A sentence for each fault, saying what to set; none when the model can run on the data set. */
  public List<String> faults(List<ValueInfo> inputs, List<ValueInfo> outputs) {
    if (inputs.size() != 1) {
      return List.of(
          "The model has %d inputs (%s); a data set fits models with one."
              .formatted(inputs.size(), inputs));
    }
    List<String> faults = new ArrayList<>();
    summary
        .images()
        .ifPresentOrElse(
            images -> addImageFaults(images, inputs.getFirst(), faults),
            () -> addFeatureFault(inputs.getFirst(), faults));
    outputs.stream().findFirst().flatMap(this::classFault).ifPresent(faults::add);
    return List.copyOf(faults);
  }

  private void addImageFaults(ImageSummary images, ValueInfo input, List<String> faults) {
    TensorType type = input.type();
    if (!takesImages(type)) {
      faults.add(
          "%s: it takes no float images [N, C, H, W] of 1 or 3 channels."
              .formatted(mismatch("images", ImageSizes.text(images), input)));
      return;
    }
    List<String> settings = new ArrayList<>();
    channelSetting(type.dim(1)).ifPresent(settings::add);
    sizeSetting(images, type).ifPresent(settings::add);
    if (!settings.isEmpty()) {
      faults.add(
          "%s: set %s."
              .formatted(
                  mismatch("images", ImageSizes.text(images), input),
                  String.join(" and ", settings)));
    }
    addScaleFaults(faults);
  }

  private static boolean takesImages(TensorType type) {
    return type.elementType() == ElementType.FLOAT
        && type.rank() == IMAGE_RANK
        && (fits(type.dim(1), 1) || fits(type.dim(1), 3));
  }

  private String mismatch(String what, String extents, ValueInfo input) {
    return "The %s of the data set (%s, %s) do not fit the input %s (%s)"
        .formatted(what, name, extents, input.name(), input.type());
  }

  private Optional<String> channelSetting(Dim channels) {
    if (!channels.isKnown() || channels.is(PixelScale.channels(preprocessing.channels()))) {
      return Optional.empty();
    }
    return Optional.of("preprocess.channels to " + (channels.is(1) ? "grey" : "rgb"));
  }

  /** What to set for pictures to be as large as the input, and as each other. */
  private Optional<String> sizeSetting(ImageSummary images, TensorType type) {
    Optional<Size> size = frame(images);
    Dim height = type.dim(2);
    Dim width = type.dim(3);
    if (size.isPresent() && fits(height, size.get().height()) && fits(width, size.get().width())) {
      return Optional.empty();
    }
    if (!height.isKnown() || !width.isKnown()) {
      return Optional.of(
          size.isPresent()
              ? "preprocess.resize to the size it takes"
              : "preprocess.resize or preprocess.crop, so that all have one size");
    }
    return Optional.of(
        "preprocess.%s to %s"
            .formatted(
                isCutLast() ? "crop" : "resize",
                height.equals(width)
                    ? height.toString()
                    : "height %s and width %s".formatted(height, width)));
  }

  /** Whether a crop decides, or should decide, how large images are in the end. */
  private boolean isCutLast() {
    return preprocessing.crop().isPresent()
        || preprocessing.resize().filter(ShorterSide.class::isInstance).isPresent();
  }

  private Optional<Size> frame(ImageSummary images) {
    Framing framing = new Framing(preprocessing);
    return framing.always().or(() -> ImageSizes.uniform(images).map(framing::framed));
  }

  private static boolean fits(Dim dim, long extent) {
    return !dim.isKnown() || dim.is(extent);
  }

  private void addScaleFaults(List<String> faults) {
    int channels = PixelScale.channels(preprocessing.channels());
    addScaleFault("mean", preprocessing.mean().size(), channels, faults);
    addScaleFault("std", preprocessing.std().size(), channels, faults);
  }

  private void addScaleFault(String field, int given, int channels, List<String> faults) {
    if (given > 1 && given != channels) {
      ChannelOrder order = preprocessing.channels();
      faults.add(
          "The preprocess.%s has %d numbers; give one, or one for each channel (%s)."
              .formatted(field, given, order.name().toLowerCase(Locale.ROOT)));
    }
  }

  private void addFeatureFault(ValueInfo input, List<String> faults) {
    List<Long> shape = summary.inputShape();
    TensorType type = input.type();
    if (type.elementType() != ElementType.FLOAT && type.elementType() != ElementType.INT64) {
      faults.add(
          "The input %s (%s) takes neither float features nor int64 tokens."
              .formatted(input.name(), type));
    } else if (!shape.isEmpty() && !fits(type, shape)) {
      faults.add("%s.".formatted(mismatch("samples", "each " + shape, input)));
    }
  }

  private static boolean fits(TensorType type, List<Long> shape) {
    return type.rank() == shape.size() + 1
        && IntStream.range(0, shape.size()).allMatch(i -> fits(type.dim(i + 1), shape.get(i)));
  }

  private Optional<String> classFault(ValueInfo output) {
    int classes = summary.classes().size();
    return classAxis(output.type())
        .filter(axis -> classes > 0 && axis.isKnown() && !axis.is(classes))
        .map(
            axis ->
                "The output %s (%s) answers with %s classes, and the data set (%s) has %d: give a model and a data set of the same classes."
                    .formatted(output.name(), output.type(), axis, name, classes));
  }

  private Optional<Dim> classAxis(TensorType output) {
    return switch (summary.task()) {
      case CLASSIFICATION, SEGMENTATION ->
          output.rank() > 1 ? Optional.of(output.dim(1)) : Optional.empty();
      case SEQUENCE -> output.rank() > 1 ? Optional.of(output.dim(-1)) : Optional.empty();
      case REGRESSION -> Optional.empty();
    };
  }
}
