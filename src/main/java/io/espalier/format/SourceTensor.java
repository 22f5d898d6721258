package io.espalier.format;

/**
 * The tensor of an uploaded file that an initializer was made of.
 *
 * @param name in the file
 * @param layout how the initializer lies against it
 */
public record SourceTensor(String name, Layout layout) {
  /** How an initializer lies against its source. */
  public enum Layout {
    AS_IS,
    /** Both axes of a matrix exchanged. */
    TRANSPOSED
  }
}
