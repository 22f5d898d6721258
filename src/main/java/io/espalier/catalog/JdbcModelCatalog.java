package io.espalier.catalog;

import static io.espalier.database.DatabaseTimes.instant;
import static io.espalier.database.DatabaseTimes.toColumn;

import io.espalier.artifact.StoredArtifact;
import io.espalier.database.JsonColumns;
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
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Models as rows of the tables {@code model} and {@code model_part}. */
public final class JdbcModelCatalog implements ModelCatalog {
  private final JdbcClient jdbc;
  private final TransactionOperations transactions;
  private final JdbcIdempotency idempotency;
  private final ModelPartRows parts;
  private final JsonColumns json = new JsonColumns();

  public JdbcModelCatalog(
      JdbcClient jdbc, TransactionOperations transactions, JdbcIdempotency idempotency) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.idempotency = idempotency;
    this.parts = new ModelPartRows(jdbc);
  }

  @Override
  public Accepted<Model> add(Model model, IdempotentRequest request) {
    String summary = summaryOf(model);
    return idempotency.once(
        request, model.id(), () -> insert(model, summary), id -> find(id).orElseThrow());
  }

  private String summaryOf(Model model) {
    String summary = json.write(model.summary());
    if (summary.length() > JsonColumns.MAXIMUM_CHARACTERS) {
      throw new EspalierException(
          ErrorCode.MODEL_INVALID,
          "The names of inputs, outputs and operators take %d characters; at most %d are kept."
              .formatted(summary.length(), JsonColumns.MAXIMUM_CHARACTERS));
    }
    return summary;
  }

  private Model insert(Model model, String summary) {
    jdbc.sql(
            """
            INSERT INTO model (id, name, format, sha256, bytes, architecture, created_at, summary)
            VALUES (:id, :name, :format, :sha256, :bytes, :architecture, :created, :summary)""")
        .param("id", model.id())
        .param("name", model.name())
        .param("format", model.format())
        .param("sha256", model.content().main().sha256())
        .param("bytes", model.content().main().bytes())
        .param("architecture", model.content().architecture())
        .param("created", toColumn(model.createdAt()))
        .param("summary", summary)
        .update();
    parts.insert(model);
    return model;
  }

  @Override
  public Optional<Model> find(String id) {
    return jdbc.sql("SELECT * FROM model WHERE id = :id")
        .param("id", id)
        .query(this::model)
        .optional()
        .map(model -> parts.complete(List.of(model)).getFirst());
  }

  @Override
  public Page<Model> page(PageRequest request) {
    List<Model> found =
        jdbc.sql(
                """
                SELECT * FROM model
                WHERE created_at < :at OR (created_at = :at AND id < :id)
                ORDER BY created_at DESC, id DESC LIMIT :limit""")
            .param("at", toColumn(request.after().createdAt()))
            .param("id", request.after().id())
            .param("limit", request.limit() + 1)
            .query(this::model)
            .list();
    return request.page(parts.complete(found), model -> new Cursor(model.createdAt(), model.id()));
  }

  @Override
  public Optional<Model> remove(String id, ModelUse use) {
    return transactions.execute(status -> lock(id).map(model -> delete(model, use)));
  }

  private Optional<Model> lock(String id) {
    return jdbc.sql("SELECT * FROM model WHERE id = :id FOR UPDATE")
        .param("id", id)
        .query(this::model)
        .optional()
        .map(model -> parts.complete(List.of(model)).getFirst());
  }

  private Model delete(Model model, ModelUse use) {
    List<String> jobs = use.unfinishedJobs(model.id());
    if (!jobs.isEmpty()) {
      throw inUse(jobs);
    }
    idempotency.forget(model.id());
    parts.delete(model.id());
    jdbc.sql("DELETE FROM model WHERE id = :id").param("id", model.id()).update();
    return model;
  }

  /** The refusal to remove a model that jobs work with. */
  static EspalierException inUse(List<String> jobs) {
    return new EspalierException(
        ErrorCode.IN_USE,
        "The model is in use by %s. Wait for its end or cancel it.".formatted(jobs));
  }

  @Override
  public boolean references(String sha256) {
    return parts.references(sha256)
        || jdbc.sql("SELECT COUNT(*) FROM model WHERE sha256 = :sha256")
                .param("sha256", sha256)
                .query(Long.class)
                .single()
            > 0;
  }

  /** The model without its parts. */
  private Model model(ResultSet row, int number) throws SQLException {
    return new Model(
        row.getString("id"),
        row.getString("name"),
        row.getString("format"),
        new ModelContent(
            new StoredArtifact(row.getString("sha256"), row.getLong("bytes")),
            new TreeMap<>(),
            row.getString("architecture")),
        instant(row, "created_at"),
        json.read(row.getString("summary"), ModelSummary.class));
  }
}
