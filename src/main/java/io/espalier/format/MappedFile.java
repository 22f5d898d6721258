package io.espalier.format;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.READ;

import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;

/** Uploaded files as memory. */
public final class MappedFile {
  private MappedFile() {}

  /**
   * The bytes of a file, read-only; they are valid as long as the arena.
   *
   * @throws EspalierException ({@code TOO_LARGE}) when the file is larger than the limit; ({@code
   *     MODEL_INVALID}) [not-a-file] for a link, a pipe or a folder, which no upload is
   * @throws UncheckedIOException when the file cannot be read at all
   */
  public static MemorySegment map(Path file, long limitBytes, Arena arena) {
    if (Files.exists(file, NOFOLLOW_LINKS) && !Files.isRegularFile(file, NOFOLLOW_LINKS)) {
      throw ModelFault.at("", "not-a-file", "The model must be an ordinary file.");
    }
    try (FileChannel channel = FileChannel.open(file, READ, NOFOLLOW_LINKS)) {
      long bytes = channel.size();
      if (bytes > limitBytes) {
        throw new EspalierException(
            ErrorCode.TOO_LARGE,
            "The file of %d bytes is larger than %d, the limit.".formatted(bytes, limitBytes));
      }
      return channel.map(MapMode.READ_ONLY, 0, bytes, arena);
    } catch (IOException failure) {
      throw new UncheckedIOException("The model file cannot be read.", failure);
    }
  }
}
