package io.espalier.dataset.read;

import io.espalier.dataset.Features;
import io.espalier.dataset.Image;
import io.espalier.dataset.SampleInput;
import io.espalier.dataset.Tokens;
import io.espalier.dataset.read.array.ElementType;
import io.espalier.dataset.read.array.NumberArray;
import io.espalier.dataset.read.fault.DatasetFault;
import java.util.List;

/** The inputs of an array: images, tokens or numbers, by its type and shape. */
final class ArrayInputs {
  private static final long MOST_NUMBERS = 1L << 27;
  private static final int COLOURS = 3;

  private enum Kind {
    /** Bytes {@code [N, H, W]} or {@code [N, H, W, C]}. */
    ROWS_OF_PIXELS,
    /** Bytes {@code [N, C, H, W]}. */
    PLANES,
    /** Whole numbers {@code [N, T]}. */
    TOKENS,
    NUMBERS
  }

  private final NumberArray array;
  private final Kind kind;

  /**
   * Decides what an array holds.
   *
   * @throws io.espalier.problem.EspalierException [array-shape]
   */
  ArrayInputs(NumberArray array, long mostPixels) {
    this.array = array;
    boolean isBytes = array.type() == ElementType.U8;
    this.kind = isBytes ? kindOfBytes(array) : kindOfNumbers(array);
    boolean isImage = kind == Kind.ROWS_OF_PIXELS || kind == Kind.PLANES;
    long most = isImage ? Math.min(mostPixels * COLOURS, MOST_NUMBERS) : MOST_NUMBERS;
    if (array.sampleElements() < 1 || array.sampleElements() > most) {
      throw shape(array, "must hold 1 to %d numbers for each sample".formatted(most));
    }
  }

  private static Kind kindOfBytes(NumberArray array) {
    if (array.rank() == 4) {
      if (isChannels(array.dims().get(3))) {
        return Kind.ROWS_OF_PIXELS;
      }
      if (isChannels(array.dims().get(1))) {
        return Kind.PLANES;
      }
      throw shape(array, "must have 1 or 3 channels, as the last or the second axis");
    }
    return array.rank() == 3 ? Kind.ROWS_OF_PIXELS : Kind.NUMBERS;
  }

  private static boolean isChannels(long extent) {
    return extent == 1 || extent == COLOURS;
  }

  private static Kind kindOfNumbers(NumberArray array) {
    boolean isWhole = !array.type().isReal() && array.type() != ElementType.BOOL;
    return isWhole && array.rank() == 2 ? Kind.TOKENS : Kind.NUMBERS;
  }

  private static RuntimeException shape(NumberArray array, String fault) {
    return DatasetFault.at(
        "entry " + array.name(),
        "array-shape",
        "The array (%s) of shape %s %s."
            .formatted(DatasetFault.quote(array.name()), array.dims(), fault));
  }

  /** True for sequences of one token, beside which a target [N, 1] is one of the step. */
  boolean isOneStep() {
    return kind == Kind.TOKENS && array.sampleElements() == 1;
  }

  NumberArray array() {
    return array;
  }

  /** The extents of what a class can be given for: {@code [H, W]} or {@code [T]}; or none. */
  List<Long> places() {
    List<Long> dims = array.sampleDims();
    return switch (kind) {
      case ROWS_OF_PIXELS -> dims.subList(0, 2);
      case PLANES -> dims.subList(1, 3);
      case TOKENS -> dims;
      case NUMBERS ->
          dims.size() == 3 ? dims.subList(1, 3) : dims.size() == 2 ? dims.subList(0, 1) : List.of();
    };
  }

  SampleInput read(int sample) {
    return switch (kind) {
      case ROWS_OF_PIXELS -> rows(sample);
      case PLANES -> planes(sample);
      case TOKENS -> tokens(sample);
      case NUMBERS -> numbers(sample);
    };
  }

  private Image rows(int sample) {
    List<Long> dims = array.sampleDims();
    int channels = dims.size() == 2 ? 1 : Math.toIntExact(dims.get(2));
    return new Image(
        Math.toIntExact(dims.get(0)), Math.toIntExact(dims.get(1)), channels, array.bytes(sample));
  }

  private Image planes(int sample) {
    int channels = Math.toIntExact(array.dims().get(1));
    int height = Math.toIntExact(array.dims().get(2));
    int width = Math.toIntExact(array.dims().get(3));
    byte[] planes = array.bytes(sample);
    byte[] pixels = new byte[planes.length];
    for (int channel = 0; channel < channels; channel++) {
      for (int at = 0; at < height * width; at++) {
        pixels[at * channels + channel] = planes[channel * height * width + at];
      }
    }
    return new Image(height, width, channels, pixels);
  }

  private Tokens tokens(int sample) {
    long[] identifiers = new long[Math.toIntExact(array.sampleElements())];
    for (int i = 0; i < identifiers.length; i++) {
      identifiers[i] = array.integer(sample, i);
      if (identifiers[i] < 0) {
        throw DatasetFault.at(
            place(sample),
            "dataset-token-range",
            "The token (%d) at %s must not be negative."
                .formatted(identifiers[i], DatasetFault.quote(place(sample))));
      }
    }
    return new Tokens(identifiers);
  }

  private Features numbers(int sample) {
    float[] values = new float[Math.toIntExact(array.sampleElements())];
    for (int i = 0; i < values.length; i++) {
      values[i] = finite((float) array.number(sample, i), place(sample));
    }
    return new Features(array.sampleDims(), values);
  }

  private String place(int sample) {
    return place(array, sample);
  }

  static String place(NumberArray array, int sample) {
    return "%s row %d".formatted(array.name(), sample);
  }

  static float finite(float value, String place) {
    if (!Float.isFinite(value)) {
      throw DatasetFault.at(
          place,
          "not-finite",
          "The number (%s) at %s must be finite.".formatted(value, DatasetFault.quote(place)));
    }
    return value;
  }
}
