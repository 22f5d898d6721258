package io.espalier.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.catalog.JdbcModelCatalog;
import io.espalier.catalog.ModelCatalog;
import io.espalier.catalog.dataset.DatasetCatalog;
import io.espalier.catalog.dataset.JdbcDatasetCatalog;
import io.espalier.database.TestDatabase;
import io.espalier.idempotency.JdbcIdempotency;
import io.espalier.resource.PageRequest;
import io.espalier.resource.ResourceKind;
import io.espalier.resource.SettableClock;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class JdbcJobStoreTest extends JobStoreContract {
  private final TestDatabase database = new TestDatabase();

  @Override
  JobStore open(SettableClock clock, JobQueue queue) {
    return new JdbcJobStore(database.jdbc(), database.transactions(), idempotency(), queue);
  }

  @Override
  ModelCatalog catalog() {
    return new JdbcModelCatalog(database.jdbc(), database.transactions(), idempotency());
  }

  @Override
  DatasetCatalog datasets() {
    return new JdbcDatasetCatalog(database.jdbc(), database.transactions(), idempotency());
  }

  private JdbcIdempotency idempotency() {
    return new JdbcIdempotency(database.jdbc(), database.transactions(), clock);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void storesNothingWhenTheQueueFails() {
    JobStore store =
        open(
            clock,
            (id, at) -> {
              throw new IllegalStateException("queue");
            });

    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(
            () ->
                store.submit(
                    Jobs.accepted(ids.next(ResourceKind.JOB), clock.instant()), Jobs.NO_KEY));
    assertThat(store.page(PageRequest.of(ResourceKind.JOB, 0, "")).items()).isEmpty();
  }

  @Test
  void theQueueOfTheSchedulerIsPartOfTheTransaction() {
    JobQueue queue = JobTask.queue(database.dataSource());
    JobStore store =
        open(
            clock,
            (id, at) -> {
              queue.add(id, at);
              assertThat(queuedRows()).isZero();
            });

    store.submit(Jobs.accepted(ids.next(ResourceKind.JOB), clock.instant()), Jobs.NO_KEY);
    assertThat(queuedRows()).isEqualTo(1);
  }

  /** Counted on another connection, which sees only what is committed. */
  private long queuedRows() {
    return CompletableFuture.supplyAsync(this::countQueuedRows).join();
  }

  private long countQueuedRows() {
    return database.jdbc().sql("SELECT COUNT(*) FROM scheduled_tasks").query(Long.class).single();
  }
}
