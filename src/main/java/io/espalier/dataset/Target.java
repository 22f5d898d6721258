package io.espalier.dataset;

/** What a network should answer for one sample. */
public sealed interface Target {
  /**
   * One class.
   *
   * @param index from 0
   */
  record OfClass(int index) implements Target {}

  /**
   * Real numbers.
   *
   * @param values {@code [K]}
   */
  record OfValues(float[] values) implements Target {}

  /**
   * A class for each pixel.
   *
   * @param classes {@code [H, W]}, row-major, one unsigned byte each; 255 is not counted
   */
  record OfPixels(int height, int width, byte[] classes) implements Target {
    /** The class of pixels that neither train nor count. */
    public static final int IGNORED = 255;
  }

  /**
   * A class for each step of a sequence.
   *
   * @param classes {@code [T]}; -100 is not counted
   */
  record OfSteps(long[] classes) implements Target {
    /** The class of steps that neither train nor count. */
    public static final long IGNORED = -100;
  }
}
