package io.espalier.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.database.TestDatabase;
import io.espalier.idempotency.IdempotencyKey;
import io.espalier.idempotency.IdempotentRequest;
import io.espalier.idempotency.JdbcIdempotency;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.resource.SettableClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class JdbcModelCatalogTest extends ModelCatalogContract {
  private static final IdempotentRequest KEYED =
      new IdempotentRequest("models", new IdempotencyKey("key"), "f");

  private final TestDatabase database = new TestDatabase();

  @Override
  ModelCatalog open(SettableClock clock) {
    var idempotency = new JdbcIdempotency(database.jdbc(), database.transactions(), clock);
    return new JdbcModelCatalog(database.jdbc(), database.transactions(), idempotency);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void forgetsAKeyAfterADay() {
    ModelCatalog catalog = open(clock);
    catalog.add(Models.model("mdl_1", "a".repeat(64), clock.instant()), KEYED);

    clock.advance(Duration.ofHours(24));
    Model replay = Models.model("mdl_2", "a".repeat(64), clock.instant());
    assertThat(catalog.add(replay, KEYED).replayed()).isTrue();
    clock.advance(Duration.ofSeconds(1));
    assertThat(catalog.add(replay, KEYED).replayed()).isFalse();
  }

  @Test
  void removesKeysWhoseTimeIsOver() {
    open(clock).add(Models.model("mdl_1", "a".repeat(64), clock.instant()), KEYED);
    var idempotency = new JdbcIdempotency(database.jdbc(), database.transactions(), clock);

    assertThat(idempotency.forgetExpired()).isZero();
    clock.advance(Duration.ofHours(25));
    assertThat(idempotency.forgetExpired()).isEqualTo(1);
  }

  @Test
  void refusesASummaryThatDoesNotFit() {
    String hostile = "x".repeat(1 << 20);
    ModelSummary summary =
        new ModelSummary(
            Models.SUMMARY.cost(),
            List.of(new ModelPort(hostile, "float32", List.of())),
            List.of(),
            Map.of(),
            Models.SUMMARY.operators(),
            Models.SUMMARY.groups(),
            List.of());
    Model plain = Models.model("mdl_1", "a".repeat(64), clock.instant());
    Model model =
        new Model(
            plain.id(), plain.name(), plain.format(), plain.content(), plain.createdAt(), summary);

    assertThatExceptionOfType(EspalierException.class)
        .isThrownBy(() -> open(clock).add(model, NO_KEY))
        .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.MODEL_INVALID));
  }
}
