package io.espalier.dataset.preprocess;

import io.espalier.dataset.Preprocessing.ChannelOrder;
import io.espalier.dataset.Preprocessing.Resize;
import io.espalier.dataset.Preprocessing.Size;
import io.espalier.dataset.Preprocessing.ValueRange;
import io.espalier.json.ChoiceType;
import io.espalier.json.FractionType;
import io.espalier.json.ListType;
import io.espalier.json.ObjectType;
import io.espalier.json.Option;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** How documents write a preprocessing. */
public final class PreprocessingOptions {
  private static final int MOST_CHANNELS = 3;

  /** Beyond this, or nearer to 0 for a deviation, a number is a mistake. */
  private static final double LARGEST = 1000;

  private static final double LEAST_DEVIATION = 1e-6;

  private static final Option<Optional<Resize>> RESIZE =
      Option.optional(
          "resize",
          new SideOrSizeType<Resize>(Resize.ShorterSide::new, Resize.Exactly::new),
          "Pixels of the shorter side after resizing, or height and width exactly.");
  private static final Option<Optional<Size>> CROP =
      Option.optional(
          "crop",
          new SideOrSizeType<>(side -> new Size(side, side), size -> size),
          "Size of the centre that is cut out after resizing: one number for a square.");
  private static final Option<Optional<ChannelOrder>> CHANNELS =
      Option.optional(
          "channels",
          ChoiceType.of(Arrays.stream(ChannelOrder.values()), PreprocessingOverride::wireName),
          "Order of the channels of the network's input.");
  private static final Option<Optional<ValueRange>> RANGE =
      Option.optional(
          "range",
          ChoiceType.of(Arrays.stream(ValueRange.values()), PreprocessingOverride::wireName),
          "What pixel values 0 to 255 become before mean and std: unit is 0 to 1, byte is 0 to"
              + " 255, symmetric is -1 to 1.");
  private static final Option<Optional<List<Double>>> MEAN =
      Option.optional(
          "mean",
          ListType.of(FractionType.between(-LARGEST, LARGEST), MOST_CHANNELS),
          "Subtracted from each channel of the network's input.");
  private static final Option<Optional<List<Double>>> STD =
      Option.optional(
          "std",
          ListType.of(FractionType.between(LEAST_DEVIATION, LARGEST), MOST_CHANNELS),
          "What each channel is then divided by.");

  /** The object whose members replace those of a preprocessing. */
  public static final ObjectType<PreprocessingOverride> TYPE =
      ObjectType.of(
          List.of(RESIZE, CROP, CHANNELS, RANGE, MEAN, STD),
          values ->
              new PreprocessingOverride(
                  values.get(RESIZE),
                  values.get(CROP),
                  values.get(CHANNELS),
                  values.get(RANGE),
                  values.get(MEAN),
                  values.get(STD)));

  private PreprocessingOptions() {}
}
