package io.espalier.catalog.dataset;

import static io.espalier.database.DatabaseTimes.instant;
import static io.espalier.database.DatabaseTimes.toColumn;

import io.espalier.artifact.StoredArtifact;
import io.espalier.idempotency.Accepted;
import io.espalier.idempotency.IdempotentRequest;
import io.espalier.idempotency.JdbcIdempotency;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.resource.Cursor;
import io.espalier.resource.Page;
import io.espalier.resource.PageRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Data sets as rows of the table {@code dataset}. */
public final class JdbcDatasetCatalog implements DatasetCatalog {
  private final JdbcClient jdbc;
  private final TransactionOperations transactions;
  private final JdbcIdempotency idempotency;
  private final DatasetColumns json = new DatasetColumns();

  public JdbcDatasetCatalog(
      JdbcClient jdbc, TransactionOperations transactions, JdbcIdempotency idempotency) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.idempotency = idempotency;
  }

  @Override
  public Accepted<StoredDataset> add(StoredDataset dataset, IdempotentRequest request) {
    String summary = json.write(dataset.summary());
    return idempotency.once(
        request, dataset.id(), () -> insert(dataset, summary), id -> find(id).orElseThrow());
  }

  private StoredDataset insert(StoredDataset dataset, String summary) {
    jdbc.sql(
            """
            INSERT INTO dataset (id, name, sha256, bytes, created_at, options, summary)
            VALUES (:id, :name, :sha256, :bytes, :created, :options, :summary)""")
        .param("id", dataset.id())
        .param("name", dataset.name())
        .param("sha256", dataset.content().sha256())
        .param("bytes", dataset.content().bytes())
        .param("created", toColumn(dataset.createdAt()))
        .param("options", json.write(dataset.options()))
        .param("summary", summary)
        .update();
    return dataset;
  }

  @Override
  public Optional<StoredDataset> find(String id) {
    return read("SELECT * FROM dataset WHERE id = :id", id);
  }

  private Optional<StoredDataset> read(String sql, String id) {
    return jdbc.sql(sql).param("id", id).query(this::dataset).optional();
  }

  @Override
  public Page<StoredDataset> page(PageRequest request) {
    List<StoredDataset> found =
        jdbc.sql(
                """
                SELECT * FROM dataset
                WHERE created_at < :at OR (created_at = :at AND id < :id)
                ORDER BY created_at DESC, id DESC LIMIT :limit""")
            .param("at", toColumn(request.after().createdAt()))
            .param("id", request.after().id())
            .param("limit", request.limit() + 1)
            .query(this::dataset)
            .list();
    return request.page(found, dataset -> new Cursor(dataset.createdAt(), dataset.id()));
  }

  @Override
  public Optional<StoredDataset> remove(String id, DatasetUse use) {
    return transactions.execute(
        status ->
            read("SELECT * FROM dataset WHERE id = :id FOR UPDATE", id)
                .map(dataset -> delete(dataset, use)));
  }

  private StoredDataset delete(StoredDataset dataset, DatasetUse use) {
    List<String> jobs = use.unfinishedJobsWith(dataset.id());
    if (!jobs.isEmpty()) {
      throw inUse(jobs);
    }
    idempotency.forget(dataset.id());
    jdbc.sql("DELETE FROM dataset WHERE id = :id").param("id", dataset.id()).update();
    return dataset;
  }

  /** The refusal to remove a data set that jobs work with. */
  static EspalierException inUse(List<String> jobs) {
    return new EspalierException(
        ErrorCode.IN_USE,
        "The data set is in use by %s. Wait for its end or cancel it.".formatted(jobs));
  }

  @Override
  public boolean references(String sha256) {
    return jdbc.sql("SELECT COUNT(*) FROM dataset WHERE sha256 = :sha256")
            .param("sha256", sha256)
            .query(Long.class)
            .single()
        > 0;
  }

  private StoredDataset dataset(ResultSet row, int number) throws SQLException {
    return new StoredDataset(
        row.getString("id"),
        row.getString("name"),
        new StoredArtifact(row.getString("sha256"), row.getLong("bytes")),
        instant(row, "created_at"),
        json.options(row.getString("options")),
        json.summary(row.getString("summary")));
  }
}
