package io.espalier.dataset.load;

import io.espalier.dataset.Image;
import io.espalier.dataset.Preprocessing;
import io.espalier.dataset.Preprocessing.ChannelOrder;
import io.espalier.dataset.image.Luma;
import java.util.List;

/**
 * Pixels become what a network takes: planes of floats in its order of channels, scaled. Grey
 * pictures fill all three channels, colours become grey where one is taken.
 */
final class PixelScale {
  private static final int LEVELS = 256;

  private final ChannelOrder order;
  private final float[][] scaled;

  PixelScale(Preprocessing preprocessing) {
    this.order = preprocessing.channels();
    this.scaled = new float[channels(order)][LEVELS];
    for (int channel = 0; channel < scaled.length; channel++) {
      double mean = at(preprocessing.mean(), channel, 0);
      double std = at(preprocessing.std(), channel, 1);
      for (int level = 0; level < LEVELS; level++) {
        scaled[channel][level] = (float) ((ranged(preprocessing, level) - mean) / std);
      }
    }
  }

  /** One number given stands for all channels. */
  private static double at(List<Double> values, int channel, double otherwise) {
    return values.isEmpty() ? otherwise : values.get(Math.min(channel, values.size() - 1));
  }

  private static double ranged(Preprocessing preprocessing, int level) {
    return switch (preprocessing.range()) {
      case UNIT -> level / 255.0;
      case BYTE -> level;
      case SYMMETRIC -> level / 127.5 - 1;
    };
  }

  /** Channels of a network's input in that order. */
  static int channels(ChannelOrder order) {
    return order == ChannelOrder.GREY ? 1 : 3;
  }

  int channels() {
    return scaled.length;
  }

  /**
   * The scaled planes.
   *
   * @param target {@code [C, H, W]}
   */
  void write(Image image, float[] target) {
    Image fitting = channels() == 1 ? Luma.of(image) : image;
    byte[] pixels = fitting.pixels();
    int stride = fitting.channels();
    int plane = fitting.height() * fitting.width();
    for (int channel = 0; channel < channels(); channel++) {
      float[] table = scaled[channel];
      int at = stride == 1 ? 0 : source(channel);
      for (int i = channel * plane; i < (channel + 1) * plane; i++, at += stride) {
        target[i] = table[pixels[at] & 0xFF];
      }
    }
  }

  private int source(int channel) {
    return order == ChannelOrder.BGR ? 2 - channel : channel;
  }
}
