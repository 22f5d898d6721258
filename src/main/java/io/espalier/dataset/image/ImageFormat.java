package io.espalier.dataset.image;

/** A kind of file that pictures are read from. */
public enum ImageFormat {
  JPEG,
  PNG,
  BMP
}
