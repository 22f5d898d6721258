package io.espalier.dataset;

import io.espalier.dataset.Preprocessing.ChannelOrder;
import io.espalier.dataset.Preprocessing.Resize;
import io.espalier.dataset.Preprocessing.Size;
import io.espalier.dataset.Preprocessing.ValueRange;
import io.espalier.json.ChoiceType;
import io.espalier.json.FractionType;
import io.espalier.json.IntegerType;
import io.espalier.json.JsonPlace;
import io.espalier.json.ListType;
import io.espalier.json.ObjectType;
import io.espalier.json.Option;
import io.espalier.json.OptionType;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** How a preprocessing is written in JSON, in a job or in the file of a data set. */
public final class PreprocessingType {
  private static final int LARGEST_PIXELS = 16_384;
  private static final int MOST_CHANNELS = 4;
  private static final double LARGEST_VALUE = 1000;
  private static final double SMALLEST_DEVIATION = 1e-6;

  private static final OptionType<Integer> PIXELS = IntegerType.ofInt(1, LARGEST_PIXELS);
  private static final Option<Integer> HEIGHT = Option.required("height", PIXELS, "Pixels.");
  private static final Option<Integer> WIDTH = Option.required("width", PIXELS, "Pixels.");
  private static final OptionType<Size> SIZE =
      ObjectType.of(
          List.of(HEIGHT, WIDTH), values -> new Size(values.get(HEIGHT), values.get(WIDTH)));

  private static final Option<Optional<Resize>> RESIZE =
      Option.optional(
          "resize",
          new NumberOrSize<>(Resize.ShorterSide::new, Resize.Exactly::new),
          "What the shorter side becomes, or the exact height and width.");
  private static final Option<Optional<Size>> CROP =
      Option.optional(
          "crop",
          new NumberOrSize<>(side -> new Size(side, side), Function.identity()),
          "Centre crop after resizing: the side of a square, or height and width.");
  private static final Option<Optional<ChannelOrder>> CHANNELS =
      Option.optional(
          "channels",
          named(ChannelOrder.values()),
          "The order of the channels of the network's input.");
  private static final Option<Optional<ValueRange>> RANGE =
      Option.optional(
          "range",
          named(ValueRange.values()),
          "What pixels 0 to 255 become before mean and std: 0 to 1 (unit), 0 to 255 (byte), or -1"
              + " to 1 (symmetric).");
  private static final Option<Optional<List<Double>>> MEAN =
      Option.optional(
          "mean",
          ListType.of(FractionType.between(-LARGEST_VALUE, LARGEST_VALUE), MOST_CHANNELS),
          "One for each channel, subtracted.");
  private static final Option<Optional<List<Double>>> STD =
      Option.optional(
          "std",
          ListType.of(FractionType.between(SMALLEST_DEVIATION, LARGEST_VALUE), MOST_CHANNELS),
          "One for each channel, divided by.");

  private PreprocessingType() {}

  /** The object {@code {resize, crop, channels, range, mean, std}}, every member optional. */
  public static OptionType<PreprocessingOverride> type() {
    return ObjectType.of(
        List.of(RESIZE, CROP, CHANNELS, RANGE, MEAN, STD),
        values ->
            new PreprocessingOverride(
                values.get(RESIZE),
                values.get(CROP),
                values.get(CHANNELS),
                values.get(RANGE),
                values.get(MEAN),
                values.get(STD)));
  }

  private static <E extends Enum<E>> OptionType<E> named(E[] values) {
    return ChoiceType.of(Stream.of(values), value -> value.name().toLowerCase(Locale.ROOT));
  }

  /** A whole number, or an object with height and width. */
  private record NumberOrSize<T>(Function<Integer, T> ofNumber, Function<Size, T> ofSize)
      implements OptionType<T> {
    @Override
    public Optional<T> read(JsonNode value, JsonPlace place) {
      return value.isObject()
          ? SIZE.read(value, place).map(ofSize)
          : PIXELS.read(value, place).map(ofNumber);
    }

    @Override
    public Map<String, Object> schema() {
      return Map.of("oneOf", List.of(PIXELS.schema(), SIZE.schema()));
    }
  }
}
