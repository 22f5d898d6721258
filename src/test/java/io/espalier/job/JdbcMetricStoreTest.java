package io.espalier.job;

import io.espalier.catalog.JdbcModelCatalog;
import io.espalier.catalog.ModelCatalog;
import io.espalier.database.TestDatabase;
import io.espalier.idempotency.JdbcIdempotency;
import io.espalier.job.metric.JdbcMetricStore;
import io.espalier.job.metric.MetricStore;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.springframework.jdbc.core.JdbcTemplate;

final class JdbcMetricStoreTest extends MetricStoreContract {
  private final TestDatabase database = new TestDatabase();
  private final JdbcIdempotency idempotency =
      new JdbcIdempotency(database.jdbc(), database.transactions(), InstantSource.system());

  @Override
  ModelCatalog catalog() {
    return new JdbcModelCatalog(database.jdbc(), database.transactions(), idempotency);
  }

  @Override
  JobStore jobs() {
    return new JdbcJobStore(database.jdbc(), database.transactions(), idempotency, (id, at) -> {});
  }

  @Override
  MetricStore metrics() {
    return new JdbcMetricStore(new JdbcTemplate(database.dataSource()), database.transactions());
  }

  @AfterEach
  void close() {
    database.close();
  }
}
