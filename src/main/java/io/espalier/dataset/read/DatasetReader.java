package io.espalier.dataset.read;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.espalier.dataset.Dataset;
import io.espalier.dataset.DatasetSummary;
import io.espalier.dataset.DatasetSummary.SplitSummary;
import io.espalier.dataset.Split;
import io.espalier.dataset.read.array.Unpacking;
import io.espalier.dataset.read.fault.DatasetFault;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

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
   * @param scratch a folder for arrays too large for memory; what is written there leaves nothing
   *     behind
   */
  public DatasetReader(DatasetLimits limits, Path scratch) {
    this.limits = limits;
    this.scratch = scratch;
  }

  /**
   * Looks at every sample of a data set.
   *
   * @throws EspalierException ({@code DATASET_INVALID}, {@code TOO_LARGE}, {@code
   *     UNSUPPORTED_FORMAT}) with the first 20 problems and the number of all
   * @throws UncheckedIOException when the file cannot be read at all
   */
  public DatasetSummary examine(Path file, DatasetOptions options, ExaminationListener listener) {
    try (Arena arena = Arena.ofShared()) {
      return examine(map(file, arena), arena, options, listener);
    }
  }

  /** Examines a file from memory that must not change. */
  DatasetSummary examine(
      MemorySegment file, Arena arena, DatasetOptions options, ExaminationListener listener) {
    Content content = content(file, arena, options);
    return new Summarizer(content, options, new Examination(content, limits, listener).run())
        .summarize();
  }

  /**
   * Opens a data set that was examined with the same options.
   *
   * @throws EspalierException ({@code DATASET_INVALID}) when the file is not the one that was
   *     examined
   * @throws UncheckedIOException when the file cannot be read at all
   */
  public Dataset open(Path file, DatasetSummary summary, DatasetOptions options) {
    Arena arena = Arena.ofShared();
    try {
      Content content = content(map(file, arena), arena, options);
      requireSame(content, summary);
      return new OpenedDataset(summary, content.splits(), arena);
    } catch (RuntimeException failure) {
      arena.close();
      throw failure;
    }
  }

  private static void requireSame(Content content, DatasetSummary summary) {
    List<Integer> sizes = content.splits().stream().map(Split::size).toList();
    List<String> names = content.splits().stream().map(Split::name).toList();
    boolean isSame =
        content.format().equals(summary.format())
            && content.task() == summary.task()
            && names.equals(List.copyOf(summary.splits().keySet()))
            && sizes.equals(summary.splits().values().stream().map(SplitSummary::samples).toList());
    if (!isSame) {
      throw DatasetFault.at(
          "", "not-examined", "The data set has other splits than when it was examined.");
    }
  }

  private Content content(MemorySegment file, Arena arena, DatasetOptions options) {
    Unpacking unpacking =
        new Unpacking(arena, scratch, limits.memoryBytes(), limits.scratchBytes());
    Content content =
        Formats.read(file, new FormatContext(limits, options, unpacking, Manifest.NONE));
    if (content.splits().stream().mapToLong(Split::size).sum() == 0) {
      throw DatasetFault.at("", "dataset-empty", "The data set holds no samples.");
    }
    return content;
  }

  private MemorySegment map(Path file, Arena arena) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, NOFOLLOW_LINKS)) {
      if (channel.size() > limits.fileBytes()) {
        throw new EspalierException(
            ErrorCode.TOO_LARGE,
            "The data set of %d bytes is larger than %d, the limit."
                .formatted(channel.size(), limits.fileBytes()));
      }
      return channel.map(MapMode.READ_ONLY, 0, channel.size(), arena);
    } catch (IOException failure) {
      throw new UncheckedIOException("The data set cannot be read.", failure);
    }
  }
}
