package io.espalier.idempotency;

import static io.espalier.database.DatabaseTimes.toColumn;

import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Remembers in the database which request made which resource.
 *
 * <p>The row of a key is written in the transaction that makes the resource. Of parallel requests
 * with one key the database lets one commit; the others fail on the primary key and answer as a
 * replay.
 */
public final class JdbcIdempotency {
  private static final int TRIES = 5;

  private final JdbcClient jdbc;
  private final TransactionOperations transactions;
  private final InstantSource clock;

  public JdbcIdempotency(JdbcClient jdbc, TransactionOperations transactions, InstantSource clock) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * Makes a resource in one transaction, unless the request has made one before.
   *
   * @param resourceId of the resource that {@code create} makes
   * @param replay finds what the first request made, as it was answered then
   * @throws EspalierException IDEMPOTENCY_KEY_REUSE when the key was used for another request,
   *     IDEMPOTENCY_IN_PROGRESS when the first request does not come to an end
   */
  public <T> Accepted<T> once(
      IdempotentRequest request,
      String resourceId,
      Supplier<T> create,
      Function<String, T> replay) {
    if (!request.key().isPresent()) {
      return transactions.execute(status -> new Accepted<>(create.get(), false));
    }
    for (int i = 0; i < TRIES; i++) {
      Optional<String> earlier = find(request);
      if (earlier.isPresent()) {
        return new Accepted<>(replay.apply(earlier.get()), true);
      }
      Optional<Accepted<T>> made = tryCreate(request, resourceId, create);
      if (made.isPresent()) {
        return made.get();
      }
    }
    throw new EspalierException(
        ErrorCode.IDEMPOTENCY_IN_PROGRESS,
        "The first request with this idempotency key is still running. Send it again later.");
  }

  /** Forgets keys whose time is over and returns how many. */
  public int forgetExpired() {
    return jdbc.sql("DELETE FROM idempotency_key WHERE created_at < :oldest")
        .param("oldest", oldestRemembered())
        .update();
  }

  /** Forgets the key that made a resource, because the resource is gone. */
  public void forget(String resourceId) {
    jdbc.sql("DELETE FROM idempotency_key WHERE resource_id = :resource")
        .param("resource", resourceId)
        .update();
  }

  private Optional<String> find(IdempotentRequest request) {
    return jdbc.sql(
            """
            SELECT resource_id, fingerprint FROM idempotency_key
            WHERE scope = :scope AND request_key = :key AND created_at >= :oldest""")
        .param("scope", request.scope())
        .param("key", request.key().text())
        .param("oldest", oldestRemembered())
        .query(
            (row, number) -> {
              request.requireSame(row.getString("fingerprint"));
              return row.getString("resource_id");
            })
        .optional();
  }

  private <T> Optional<Accepted<T>> tryCreate(
      IdempotentRequest request, String resourceId, Supplier<T> create) {
    try {
      return transactions.execute(
          status -> {
            remember(request, resourceId);
            return Optional.of(new Accepted<>(create.get(), false));
          });
    } catch (DuplicateKeyException | ConcurrencyFailureException anotherWasFaster) {
      return Optional.empty();
    }
  }

  private void remember(IdempotentRequest request, String resourceId) {
    jdbc.sql(
            """
            DELETE FROM idempotency_key
            WHERE scope = :scope AND request_key = :key AND created_at < :oldest""")
        .param("scope", request.scope())
        .param("key", request.key().text())
        .param("oldest", oldestRemembered())
        .update();
    jdbc.sql(
            """
            INSERT INTO idempotency_key (scope, request_key, fingerprint, resource_id, created_at)
            VALUES (:scope, :key, :fingerprint, :resource, :now)""")
        .param("scope", request.scope())
        .param("key", request.key().text())
        .param("fingerprint", request.fingerprint())
        .param("resource", resourceId)
        .param("now", toColumn(clock.instant()))
        .update();
  }

  private OffsetDateTime oldestRemembered() {
    return toColumn(clock.instant().minus(IdempotentRequest.REMEMBERED));
  }
}
