package io.espalier.catalog.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.database.TestDatabase;
import io.espalier.idempotency.JdbcIdempotency;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.resource.SettableClock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class JdbcDatasetCatalogTest extends DatasetCatalogContract {
  private final TestDatabase database = new TestDatabase();

  @Override
  DatasetCatalog open(SettableClock clock) {
    var idempotency = new JdbcIdempotency(database.jdbc(), database.transactions(), clock);
    return new JdbcDatasetCatalog(database.jdbc(), database.transactions(), idempotency);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void refusesNamesThatDoNotFit() {
    StoredDataset plain = Datasets.dataset("ds_1", "a".repeat(64), clock.instant());
    StoredDataset wide =
        new StoredDataset(
            plain.id(),
            plain.name(),
            plain.content(),
            plain.createdAt(),
            plain.options(),
            Datasets.summary(List.of("x".repeat(1 << 20))));

    assertThatExceptionOfType(EspalierException.class)
        .isThrownBy(() -> open(clock).add(wide, NO_KEY))
        .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.DATASET_INVALID));
  }
}
