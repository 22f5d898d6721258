package io.espalier.dataset.load;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Memory off the heap that is used again instead of freed. Several threads may use one pool. */
final class BufferPool implements AutoCloseable {
  private static final long ALIGNMENT_BYTES = 64;

  private final Deque<Buffer> free = new ArrayDeque<>();
  private boolean closed;

  /** A buffer of at least one byte; what is in it is left from its last use. */
  Buffer take(long byteSize) {
    Buffer reused = poll();
    if (reused != null && reused.capacity.byteSize() >= byteSize) {
      reused.bytes = reused.capacity.asSlice(0, byteSize);
      return reused;
    }
    if (reused != null) {
      reused.arena.close();
    }
    return new Buffer(byteSize);
  }

  private synchronized @Nullable Buffer poll() {
    return free.poll();
  }

  private synchronized void giveBack(Buffer buffer) {
    if (closed) {
      buffer.arena.close();
    } else {
      free.push(buffer);
    }
  }

  /** Frees what is not in use now, and the rest as soon as it is given back. */
  @Override
  public synchronized void close() {
    closed = true;
    free.forEach(buffer -> buffer.arena.close());
    free.clear();
  }

  /** A part of memory that one user has until it is closed. */
  final class Buffer implements AutoCloseable {
    private final Arena arena = Arena.ofShared();
    private final MemorySegment capacity;
    private MemorySegment bytes;

    private Buffer(long byteSize) {
      this.capacity = arena.allocate(byteSize, ALIGNMENT_BYTES);
      this.bytes = capacity;
    }

    MemorySegment bytes() {
      return bytes;
    }

    @Override
    public void close() {
      giveBack(this);
    }
  }
}
