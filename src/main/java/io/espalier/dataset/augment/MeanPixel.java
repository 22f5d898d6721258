package io.espalier.dataset.augment;

import io.espalier.dataset.Image;
import io.espalier.dataset.Preprocessing;
import io.espalier.dataset.Preprocessing.ChannelOrder;
import java.util.List;

/**
 * The pixel that a preprocessing makes zero, as near as bytes come.
 *
 * @param red 0 to 255, as the others
 */
public record MeanPixel(int red, int green, int blue) {

  public static MeanPixel of(Preprocessing preprocessing) {
    List<Double> mean = preprocessing.mean();
    int last = Math.max(0, mean.size() - 1);
    boolean reversed = preprocessing.channels() == ChannelOrder.BGR;
    return new MeanPixel(
        value(preprocessing, reversed ? last : 0),
        value(preprocessing, Math.min(1, last)),
        value(preprocessing, reversed ? 0 : last));
  }

  private static int value(Preprocessing preprocessing, int channel) {
    double mean = preprocessing.mean().isEmpty() ? 0 : preprocessing.mean().get(channel);
    double value =
        switch (preprocessing.range()) {
          case UNIT -> mean * 255;
          case BYTE -> mean;
          case SYMMETRIC -> (mean + 1) * 127.5;
        };
    return (int) Math.rint(Math.clamp(value, 0, 255));
  }

  /** The image with that part of it in this colour; a grey image gets the mean of the channels. */
  Image fill(Image image, Rectangle part) {
    int channels = image.channels();
    int[] colour =
        channels == 1 ? new int[] {(red + green + blue + 1) / 3} : new int[] {red, green, blue};
    byte[] pixels = image.pixels().clone();
    for (int y = part.top(); y < part.top() + part.height(); y++) {
      int start = (y * image.width() + part.left()) * channels;
      for (int i = 0; i < part.width() * channels; i++) {
        pixels[start + i] = (byte) colour[i % channels];
      }
    }
    return new Image(image.height(), image.width(), channels, pixels);
  }
}
