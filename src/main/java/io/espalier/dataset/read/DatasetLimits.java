package io.espalier.dataset.read;

import io.espalier.dataset.image.ImageLimits;
import io.espalier.dataset.read.table.TableLimits;
import io.espalier.dataset.read.zip.ZipLimits;

/**
 * What a data set may cost before it is refused.
 *
 * @param fileBytes size of the uploaded file
 * @param classes of the targets
 * @param memoryBytes an unpacked array up to this size is held in memory outside the heap, a larger
 *     one in a scratch file
 * @param scratchBytes all unpacked arrays of one data set together
 * @param measuredImages most images that mean and standard deviation are computed from
 * @param threads that examine
 */
public record DatasetLimits(
    long fileBytes,
    int classes,
    long memoryBytes,
    long scratchBytes,
    int measuredImages,
    int threads,
    ImageLimits image,
    ZipLimits zip,
    TableLimits table) {

  /** The limits of the service. */
  public static DatasetLimits standard() {
    return new DatasetLimits(
        64L << 30,
        100_000,
        64L << 20,
        200L << 30,
        20_000,
        2,
        ImageLimits.DEFAULT,
        ZipLimits.standard(),
        TableLimits.standard());
  }
}
