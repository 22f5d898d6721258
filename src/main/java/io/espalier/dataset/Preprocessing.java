package io.espalier.dataset;

import java.util.List;
import java.util.Optional;

/**
 * How a picture becomes numbers: resize, crop, order of channels, value range, then (v − mean) /
 * std.
 *
 * @param resize shorter side becomes this, or exactly height and width where both are given; empty
 *     for no resizing
 * @param crop centre crop after it, height and width; empty for none
 * @param channels order of the channels of the network's input
 * @param range what pixel values 0 to 255 are mapped to before mean and std are applied
 * @param mean one for each channel of the network's input, or empty for 0
 * @param std one for each channel, each above 0, or empty for 1
 */
public record Preprocessing(
    Optional<Resize> resize,
    Optional<Size> crop,
    ChannelOrder channels,
    ValueRange range,
    List<Double> mean,
    List<Double> std) {
  /** Pixels on 0 to 1, nothing else. */
  public static final Preprocessing NONE =
      new Preprocessing(
          Optional.empty(),
          Optional.empty(),
          ChannelOrder.RGB,
          ValueRange.UNIT,
          List.of(),
          List.of());

  public Preprocessing {
    mean = List.copyOf(mean);
    std = List.copyOf(std);
  }

  /** Height and width in pixels. */
  public record Size(int height, int width) {}

  /** A choice of how to resize. */
  public sealed interface Resize {
    /** The shorter side becomes this long, the other follows. */
    record ShorterSide(int pixels) implements Resize {}

    /** Exactly this size, the aspect ratio given up. */
    record Exactly(Size size) implements Resize {}
  }

  /** The order of the channels of a network's input. */
  public enum ChannelOrder {
    RGB,
    BGR,
    GREY
  }

  /** What pixel values 0 to 255 become. */
  public enum ValueRange {
    /** 0 to 1. */
    UNIT,
    /** 0 to 255. */
    BYTE,
    /** -1 to 1. */
    SYMMETRIC
  }
}
