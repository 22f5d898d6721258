package io.espalier.dataset.image;

/**
 * How large a picture may be.
 *
 * @param encodedBytes most bytes of a file
 * @param pixels most pixels, height times width
 */
public record ImageLimits(long encodedBytes, long pixels) {
  /** 32 MiB and 40 megapixels. */
  public static final ImageLimits DEFAULT = new ImageLimits(32L << 20, 40_000_000);
}
