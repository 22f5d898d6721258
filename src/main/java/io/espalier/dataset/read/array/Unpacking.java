package io.espalier.dataset.read.array;

import static java.nio.file.StandardOpenOption.DELETE_ON_CLOSE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.espalier.dataset.read.fault.DatasetFault;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Puts unpacked bytes where they can be read in any order: memory outside the heap, or a file that
 * is deleted as soon as it is mapped, so that nothing stays behind whatever happens to the process.
 */
public final class Unpacking {
  private static final int CHUNK_BYTES = 1 << 16;

  private final Arena arena;
  private final Path scratch;
  private final long memoryBytes;
  private long bytesLeft;

  /**
   * @param arena how long the bytes are valid
   * @param scratch the folder of the files
   * @param memoryBytes from this size on a file is used
   * @param mostBytes of everything that is unpacked
   */
  public Unpacking(Arena arena, Path scratch, long memoryBytes, long mostBytes) {
    this.arena = arena;
    this.scratch = scratch;
    this.memoryBytes = memoryBytes;
    this.bytesLeft = mostBytes;
  }

  /**
   * Takes exactly so many bytes from a stream, which must end there.
   *
   * @param name how messages call the entry
   * @throws EspalierException [array-size] when there are fewer or more; [archive-size] when the
   *     limit is used up
   * @throws IOException when the stream cannot be read or the file cannot be written
   */
  public MemorySegment all(String name, InputStream input, long bytes) throws IOException {
    bytesLeft -= Math.min(bytes, bytesLeft + 1);
    if (bytesLeft < 0) {
      throw DatasetFault.at(
          "entry " + name, "archive-size", "The arrays of the archive are larger than the limit.");
    }
    MemorySegment unpacked =
        bytes < memoryBytes ? inMemory(name, input, bytes) : inFile(name, input, bytes);
    if (input.read() != -1) {
      throw size(name, "holds bytes after its last number");
    }
    return unpacked.asReadOnly();
  }

  private MemorySegment inMemory(String name, InputStream input, long bytes) throws IOException {
    MemorySegment target = arena.allocate(bytes, Long.BYTES);
    byte[] chunk = new byte[(int) Math.min(CHUNK_BYTES, bytes)];
    for (long at = 0; at < bytes; ) {
      int read = read(name, input, chunk, bytes - at);
      MemorySegment.copy(MemorySegment.ofArray(chunk), 0, target, at, read);
      at += read;
    }
    return target;
  }

  private MemorySegment inFile(String name, InputStream input, long bytes) throws IOException {
    Path file = Files.createTempFile(scratch, "unpacked", ".bin");
    byte[] chunk = new byte[CHUNK_BYTES];
    try (FileChannel channel = FileChannel.open(file, READ, WRITE, DELETE_ON_CLOSE)) {
      for (long at = 0; at < bytes; ) {
        ByteBuffer part = ByteBuffer.wrap(chunk, 0, read(name, input, chunk, bytes - at));
        at += part.remaining();
        write(channel, part);
      }
      return channel.map(MapMode.READ_ONLY, 0, bytes, arena);
    }
  }

  private static void write(FileChannel channel, ByteBuffer part) {
    try {
      while (part.hasRemaining()) {
        channel.write(part);
      }
    } catch (IOException _) {
      throw new EspalierException(
          ErrorCode.INSUFFICIENT_STORAGE, "There is no room to unpack the arrays of the data set.");
    }
  }

  private static int read(String name, InputStream input, byte[] chunk, long left)
      throws IOException {
    int read = input.read(chunk, 0, (int) Math.min(chunk.length, left));
    if (read < 0) {
      throw size(name, "ends before its last number");
    }
    return read;
  }

  static EspalierException size(String name, String what) {
    return DatasetFault.at(
        "entry " + name,
        "array-size",
        "The entry (%s) %s.".formatted(DatasetFault.quote(name), what));
  }
}
