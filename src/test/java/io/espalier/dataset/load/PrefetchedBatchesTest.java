package io.espalier.dataset.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.dataset.Batch;
import io.espalier.graph.ElementType;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PrefetchedBatchesTest {
  private final BufferPool pool = new BufferPool();

  @Test
  void givesBatchesInOrderThoughTheyAreMadeInAnother() {
    CountDownLatch second = new CountDownLatch(1);
    BatchMaker maker =
        (number, _) -> {
          if (number == 0) {
            await(second);
          } else {
            second.countDown();
          }
          return batch(number);
        };
    List<Long> numbers = new ArrayList<>();
    try (PrefetchedBatches batches = new PrefetchedBatches(maker, 0, 20, 2, pool)) {
      while (batches.hasNext()) {
        try (Batch batch = batches.next()) {
          numbers.add(batch.inputs().longAt(0));
        }
      }
    }
    assertThat(numbers).hasSize(20).isSorted();
  }

  @Test
  void makesNoMoreAheadThanItMay() {
    AtomicInteger made = new AtomicInteger();
    Semaphore done = new Semaphore(0);
    BatchMaker maker =
        (number, _) -> {
          made.incrementAndGet();
          done.release();
          return batch(number);
        };
    try (PrefetchedBatches batches = new PrefetchedBatches(maker, 0, 100, 2, pool)) {
      done.acquireUninterruptibly(3);
      batches.next().close();
      done.acquireUninterruptibly(1);
      assertThat(made).hasValue(4);
    }
  }

  @Test
  void usesTheMemoryOfClosedBatchesAgain() {
    Set<Long> addresses = new HashSet<>();
    try (PrefetchedBatches batches =
        new PrefetchedBatches((number, _) -> batch(number), 0, 200, 2, pool)) {
      while (batches.hasNext()) {
        try (Batch batch = batches.next()) {
          assertThat(batch.inputs().bytes().address() % 64).isZero();
          addresses.add(batch.inputs().bytes().address());
        }
      }
    }
    assertThat(addresses).hasSizeLessThanOrEqualTo(2 * (3 + 1));
  }

  @Test
  void passesOnWhatWentWrongInItsPlace() {
    BatchMaker maker =
        (number, _) -> {
          if (number == 1) {
            throw Refusal.of("The picture (b.png) is damaged.");
          }
          return batch(number);
        };
    try (PrefetchedBatches batches = new PrefetchedBatches(maker, 0, 3, 2, pool)) {
      batches.next().close();
      assertThatThrownBy(batches::next).hasMessage("The picture (b.png) is damaged.");
    }
  }

  @Test
  void closingStopsTheThreadsAtOnceAndFreesTheMemory() {
    CountDownLatch started = new CountDownLatch(2);
    List<Batch> kept = new ArrayList<>();
    BatchMaker maker =
        (number, stopped) -> {
          if (number == 0) {
            return batch(number);
          }
          started.countDown();
          while (!stopped.getAsBoolean()) {
            Thread.onSpinWait();
          }
          throw new CancellationException();
        };
    PrefetchedBatches batches = new PrefetchedBatches(maker, 0, 50, 2, pool);
    kept.add(batches.next());
    await(started);
    batches.close();
    MemorySegment bytes = kept.getFirst().inputs().bytes();
    assertThat(batches.hasNext()).isFalse();
    assertThat(bytes.scope().isAlive()).isTrue();
    kept.getFirst().close();
    assertThat(bytes.scope().isAlive()).isFalse();
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().startsWith("batches-") && thread.isAlive());
  }

  @Test
  void aBatchMayBeClosedTwice() {
    PooledBatch batch = batch(0);
    batch.close();
    batch.close();
    BufferPool.Buffer first = pool.take(8);
    BufferPool.Buffer second = pool.take(8);
    assertThat(first.bytes().address()).isNotEqualTo(second.bytes().address());
    pool.close();
  }

  @Test
  void freesARefusedBatch() {
    List<MemorySegment> taken = new ArrayList<>();
    assertThatThrownBy(
            () ->
                Stack.ofLongs(
                    List.of(2L),
                    3,
                    pool,
                    stack -> {
                      taken.add(stack.bytes());
                      throw Refusal.of("No.");
                    }))
        .hasMessage("No.");
    pool.close();
    assertThat(taken.getFirst().scope().isAlive()).isFalse();
  }

  private PooledBatch batch(int number) {
    return new PooledBatch(row(number), row(number));
  }

  private Stack row(int number) {
    Stack stack =
        Stack.ofLongs(List.of(), 1, pool, filled -> filled.set(0, new long[] {number}, 0));
    assertThat(stack.tensor().elementType()).isEqualTo(ElementType.INT64);
    return stack;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
