package io.espalier.dataset.image;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;

/** Brings decoded samples to one unsigned byte for each channel. */
final class Pixels {
  private static final int OPAQUE = 255;
  private static final int WHITE = 255;

  private Pixels() {}

  /**
   * The pixels {@code [H, W, C]}; what is transparent is laid over white, deeper samples are
   * rounded.
   */
  static byte[] of(BufferedImage decoded, int channels) {
    if (decoded.getColorModel() instanceof IndexColorModel palette) {
      return indexed(decoded.getRaster(), palette, channels);
    }
    Raster raster = decoded.getRaster();
    return isPlain(raster, channels) ? interleaved(raster, channels) : scaled(raster, channels);
  }

  private static boolean isPlain(Raster raster, int channels) {
    return raster.getSampleModel() instanceof PixelInterleavedSampleModel model
        && raster.getDataBuffer() instanceof DataBufferByte
        && raster.getNumBands() == channels
        && model.getPixelStride() == channels
        && model.getScanlineStride() == channels * raster.getWidth();
  }

  private static byte[] interleaved(Raster raster, int channels) {
    byte[] samples = ((DataBufferByte) raster.getDataBuffer()).getData();
    int[] offsets = ((PixelInterleavedSampleModel) raster.getSampleModel()).getBandOffsets();
    byte[] pixels = new byte[raster.getHeight() * raster.getWidth() * channels];
    for (int channel = 0; channel < channels; channel++) {
      for (int at = 0; at < pixels.length; at += channels) {
        pixels[at + channel] = samples[at + offsets[channel]];
      }
    }
    return pixels;
  }

  private static byte[] indexed(Raster raster, IndexColorModel palette, int channels) {
    byte[] pixels = new byte[raster.getHeight() * raster.getWidth() * channels];
    int[] row = new int[raster.getWidth()];
    int at = 0;
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getSamples(0, y, raster.getWidth(), 1, 0, row);
      for (int index : row) {
        int colour = palette.getRGB(index);
        for (int channel = 0; channel < channels; channel++) {
          int value = colour >>> 16 - 8 * channel & 0xFF;
          pixels[at++] = (byte) overWhite(value, colour >>> 24);
        }
      }
    }
    return pixels;
  }

  private static byte[] scaled(Raster raster, int channels) {
    int bands = raster.getNumBands();
    byte[] pixels = new byte[raster.getHeight() * raster.getWidth() * channels];
    int[] row = new int[raster.getWidth() * bands];
    int at = 0;
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getPixels(0, y, raster.getWidth(), 1, row);
      for (int x = 0; x < row.length; x += bands) {
        int alpha = bands > channels ? toByte(raster, channels, row[x + channels]) : OPAQUE;
        for (int channel = 0; channel < channels; channel++) {
          pixels[at++] = (byte) overWhite(toByte(raster, channel, row[x + channel]), alpha);
        }
      }
    }
    return pixels;
  }

  private static int toByte(Raster raster, int band, int sample) {
    int most = (1 << raster.getSampleModel().getSampleSize(band)) - 1;
    return most == 255 ? sample : (sample * 255 + most / 2) / most;
  }

  private static int overWhite(int value, int alpha) {
    return (value * alpha + WHITE * (OPAQUE - alpha) + OPAQUE / 2) / OPAQUE;
  }
}
