package io.espalier.dataset.read;

import io.espalier.dataset.DatasetSummary.ImageSummary;
import io.espalier.dataset.DatasetSummary.Range;
import io.espalier.dataset.Image;
import java.util.ArrayList;
import java.util.List;

/** Sizes of images, and whole sums over their pixels, which are the same in any order. */
final class PixelSums {
  private static final int COLOURS = 3;
  private static final double WHITE = 255;
  private static final double DECIMALS = 1e6;

  private final long[] sums = new long[COLOURS];
  private final long[] squares = new long[COLOURS];
  private long pixels;
  private int measured;
  private int images;
  private int channels;
  private Range height = new Range(Integer.MAX_VALUE, 0);
  private Range width = new Range(Integer.MAX_VALUE, 0);

  /** Notes the size of an image; a grey one among coloured ones counts as three equal channels. */
  void addSize(Image image) {
    images++;
    channels = Math.max(channels, image.channels());
    height = wider(height, new Range(image.height(), image.height()));
    width = wider(width, new Range(image.width(), image.width()));
  }

  void addPixels(Image image) {
    measured++;
    pixels += (long) image.height() * image.width();
    byte[] bytes = image.pixels();
    for (int channel = 0; channel < COLOURS; channel++) {
      int own = Math.min(channel, image.channels() - 1);
      long sum = 0;
      long square = 0;
      for (int at = own; at < bytes.length; at += image.channels()) {
        int value = Byte.toUnsignedInt(bytes[at]);
        sum += value;
        square += value * value;
      }
      sums[channel] += sum;
      squares[channel] += square;
    }
  }

  void addAll(PixelSums others) {
    images += others.images;
    measured += others.measured;
    pixels += others.pixels;
    channels = Math.max(channels, others.channels);
    height = wider(height, others.height);
    width = wider(width, others.width);
    for (int channel = 0; channel < COLOURS; channel++) {
      sums[channel] += others.sums[channel];
      squares[channel] += others.squares[channel];
    }
  }

  private static Range wider(Range one, Range other) {
    return new Range(Math.min(one.least(), other.least()), Math.max(one.most(), other.most()));
  }

  int images() {
    return images;
  }

  ImageSummary summary() {
    return summary(channels);
  }

  /** The summary as so many channels. */
  ImageSummary summary(int channels) {
    List<Double> mean = new ArrayList<>();
    List<Double> std = new ArrayList<>();
    for (int channel = 0; channel < channels; channel++) {
      double average = (double) sums[channel] / Math.max(1, pixels);
      double variance = (double) squares[channel] / Math.max(1, pixels) - average * average;
      mean.add(rounded(average / WHITE));
      std.add(rounded(Math.sqrt(Math.max(0, variance)) / WHITE));
    }
    return new ImageSummary(height, width, channels, mean, std, measured);
  }

  private static double rounded(double value) {
    return Math.round(value * DECIMALS) / DECIMALS;
  }
}
