package io.espalier.dataset.read;

import io.espalier.dataset.Dataset;
import io.espalier.dataset.DatasetSummary;
import java.nio.file.Path;

/**
 * Reads data sets nobody has checked, within limits; what a file is, is recognised by its content.
 *
 * <ul>
 *   <li>a zip of image folders: {@code train/class/x.jpg}, or {@code class/x.jpg}
 *   <li>a zip of images and masks: {@code train/images/x.png} and {@code train/masks/x.png}
 *   <li>a zip of IDX pairs under the names of MNIST, each gzipped or not
 *   <li>an npz archive with {@code x} and {@code y}, or {@code x_train}, {@code y_train} and so on
 *   <li>a table of comma-separated values, alone or in a zip with the images it names
 * </ul>
 */
public final class DatasetReader {
  private final DatasetLimits limits;
  private final Path scratch;

  /**
   * @param scratch a folder for arrays too large for memory; what is written there is deleted when
   *     the data set is closed
   */
  public DatasetReader(DatasetLimits limits, Path scratch) {
    this.limits = limits;
    this.scratch = scratch;
  }

  /**
   * Looks at every sample of a data set.
   *
   * @throws io.espalier.problem.EspalierException ({@code DATASET_INVALID}, {@code TOO_LARGE},
   *     {@code UNSUPPORTED_FORMAT}) with the first 20 problems and the number of all
   * @throws java.io.UncheckedIOException when the file cannot be read at all
   */
  public DatasetSummary examine(Path file, DatasetOptions options, ExaminationListener listener) {
    throw new UnsupportedOperationException(limits + " " + scratch);
  }

  /**
   * Opens a data set that was examined with the same options.
   *
   * @throws io.espalier.problem.EspalierException ({@code DATASET_INVALID}) when the file is not
   *     the one that was examined
   */
  public Dataset open(Path file, DatasetSummary summary, DatasetOptions options) {
    throw new UnsupportedOperationException(limits + " " + scratch);
  }
}
