package io.espalier.format.safetensors;

/**
 * What a safetensors file may cost before it is refused.
 *
 * @param fileBytes size of one file
 * @param headerBytes size of the header, and of an index file
 * @param tensors named in one model
 * @param rank axes of one tensor
 * @param nameCharacters length of one name
 */
public record SafetensorsLimits(
    long fileBytes, int headerBytes, int tensors, int rank, int nameCharacters) {

  /** The limits of the service. */
  public static SafetensorsLimits standard() {
    return new SafetensorsLimits(64L << 30, 16 << 20, 100_000, 16, 4096);
  }
}
