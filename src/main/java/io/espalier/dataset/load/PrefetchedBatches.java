package io.espalier.dataset.load;

import io.espalier.dataset.Batch;
import io.espalier.dataset.Batches;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Batches that threads make ahead, one more than there are threads, starting at once.
 *
 * <p>Threads are told to stop by a flag, not by an interrupt: an interrupt would close the file
 * that another thread reads.
 */
final class PrefetchedBatches implements Batches {
  private final BatchMaker maker;
  private final int end;
  private final int depth;
  private final BufferPool pool;
  private final ExecutorService threads;
  private final Deque<Future<Batch>> ahead = new ArrayDeque<>();
  private int submitted;
  private volatile boolean closed;

  /**
   * Starts the threads.
   *
   * @param first number of the first batch
   * @param end number after that of the last
   * @param pool what the batches lie in; closed with them
   */
  PrefetchedBatches(BatchMaker maker, int first, int end, int threads, BufferPool pool) {
    this.maker = maker;
    this.submitted = first;
    this.end = end;
    this.depth = threads + 1;
    this.pool = pool;
    this.threads =
        Executors.newFixedThreadPool(
            Math.clamp(end - first, 1, threads),
            Thread.ofPlatform().daemon().name("batches-", 0).factory());
    submit();
  }

  private void submit() {
    while (!closed && submitted < end && ahead.size() < depth) {
      int number = submitted++;
      ahead.add(threads.submit(() -> maker.make(number, () -> closed)));
    }
  }

  @Override
  public boolean hasNext() {
    return !ahead.isEmpty();
  }

  @Override
  public Batch next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Batch batch = await(ahead.getFirst());
    ahead.removeFirst();
    submit();
    return batch;
  }

  private static Batch await(Future<Batch> made) {
    try {
      return made.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("Interrupted while waiting for a batch.");
    } catch (ExecutionException e) {
      throw unchecked(e);
    }
  }

  private static RuntimeException unchecked(ExecutionException e) {
    switch (e.getCause()) {
      case RuntimeException fault -> {
        return fault;
      }
      case Error fault -> throw fault;
      case null, default -> throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    closed = true;
    threads.close();
    ahead.stream()
        .filter(made -> made.state() == Future.State.SUCCESS)
        .forEach(made -> made.resultNow().close());
    ahead.clear();
    pool.close();
  }
}
