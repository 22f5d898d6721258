package io.espalier.upload;

import static io.espalier.database.DatabaseTimes.instant;
import static io.espalier.database.DatabaseTimes.toColumn;

import io.espalier.artifact.StoredArtifact;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Upload sets as rows of the tables {@code upload_set} and {@code upload_part}. */
public final class JdbcUploadSets implements UploadSets {
  private final JdbcClient jdbc;
  private final TransactionOperations transactions;

  public JdbcUploadSets(JdbcClient jdbc, TransactionOperations transactions) {
    this.jdbc = jdbc;
    this.transactions = transactions;
  }

  @Override
  public void add(UploadSet set, int mostOpen) {
    transactions.executeWithoutResult(
        status -> {
          refuseBeyond(mostOpen);
          jdbc.sql(
                  """
                  INSERT INTO upload_set (id, created_at, touched_at)
                  VALUES (:id, :created, :touched)""")
              .param("id", set.id())
              .param("created", toColumn(set.createdAt()))
              .param("touched", toColumn(set.touchedAt()))
              .update();
          set.parts().forEach(part -> insert(set.id(), part.announced()));
        });
  }

  private void refuseBeyond(int mostOpen) {
    long open =
        jdbc.sql("SELECT COUNT(*) FROM upload_set WHERE model_id IS NULL")
            .query(Long.class)
            .single();
    if (open >= mostOpen) {
      throw tooMany(mostOpen);
    }
  }

  /** The refusal of one more open set. */
  static EspalierException tooMany(int mostOpen) {
    return new EspalierException(
        ErrorCode.QUOTA_EXCEEDED,
        "%d upload sets are open, the limit. Complete or delete one, or wait until idle ones end."
            .formatted(mostOpen));
  }

  private void insert(String set, AnnouncedPart part) {
    jdbc.sql(
            """
            INSERT INTO upload_part (set_id, name, announced_bytes, announced_sha256)
            VALUES (:set, :name, :bytes, :sha256)""")
        .param("set", set)
        .param("name", part.name())
        .param("bytes", part.bytes().orElse(null))
        .param("sha256", part.sha256().orElse(null))
        .update();
  }

  @Override
  public Optional<UploadSet> find(String id) {
    return read("SELECT * FROM upload_set WHERE id = :id", id);
  }

  private Optional<UploadSet> read(String sql, String id) {
    return jdbc.sql(sql).param("id", id).query((row, number) -> set(row, parts(id))).optional();
  }

  private List<UploadPart> parts(String set) {
    return jdbc.sql("SELECT * FROM upload_part WHERE set_id = :set ORDER BY name")
        .param("set", set)
        .query((row, number) -> part(row))
        .list();
  }

  @Override
  public Optional<UploadSet> put(
      String id, String name, StoredArtifact content, Instant now, Consumer<UploadSet> check) {
    return transactions.execute(
        status ->
            read("SELECT * FROM upload_set WHERE id = :id FOR UPDATE", id)
                .map(
                    set -> {
                      check.accept(set);
                      write(set, name, content);
                      touch(id, now);
                      return find(id).orElseThrow();
                    }));
  }

  private void write(UploadSet set, String name, StoredArtifact content) {
    if (set.part(name).isEmpty()) {
      insert(set.id(), AnnouncedPart.named(name));
    }
    jdbc.sql(
            """
            UPDATE upload_part SET sha256 = :sha256, bytes = :bytes
            WHERE set_id = :set AND name = :name""")
        .param("sha256", content.sha256())
        .param("bytes", content.bytes())
        .param("set", set.id())
        .param("name", name)
        .update();
  }

  private void touch(String id, Instant now) {
    jdbc.sql("UPDATE upload_set SET touched_at = :now WHERE id = :id")
        .param("now", toColumn(now))
        .param("id", id)
        .update();
  }

  @Override
  public void complete(String id, UploadSet.Completion completion, Instant now) {
    jdbc.sql(
            """
            UPDATE upload_set SET model_id = :model, request = :request, touched_at = :now
            WHERE id = :id AND model_id IS NULL""")
        .param("model", completion.modelId())
        .param("request", completion.request())
        .param("now", toColumn(now))
        .param("id", id)
        .update();
  }

  @Override
  public boolean remove(String id) {
    return Boolean.TRUE.equals(transactions.execute(status -> delete(id)));
  }

  private boolean delete(String id) {
    jdbc.sql("DELETE FROM upload_part WHERE set_id = :id").param("id", id).update();
    return jdbc.sql("DELETE FROM upload_set WHERE id = :id").param("id", id).update() > 0;
  }

  @Override
  public int removeIdleSince(Instant moment) {
    List<String> idle =
        jdbc.sql("SELECT id FROM upload_set WHERE touched_at < :moment")
            .param("moment", toColumn(moment))
            .query(String.class)
            .list();
    return (int) idle.stream().filter(this::remove).count();
  }

  @Override
  public List<String> ids() {
    return jdbc.sql("SELECT id FROM upload_set ORDER BY id").query(String.class).list();
  }

  @Override
  public boolean references(String sha256) {
    return jdbc.sql(
                """
                SELECT COUNT(*) FROM upload_part JOIN upload_set ON upload_set.id = set_id
                WHERE sha256 = :sha256 AND model_id IS NULL""")
            .param("sha256", sha256)
            .query(Long.class)
            .single()
        > 0;
  }

  private static UploadSet set(ResultSet row, List<UploadPart> parts) throws SQLException {
    String model = row.getString("model_id");
    return new UploadSet(
        row.getString("id"),
        instant(row, "created_at"),
        instant(row, "touched_at"),
        parts,
        model == null
            ? Optional.empty()
            : Optional.of(new UploadSet.Completion(model, row.getString("request"))));
  }

  private static UploadPart part(ResultSet row) throws SQLException {
    AnnouncedPart announced =
        new AnnouncedPart(
            row.getString("name"),
            Optional.ofNullable(row.getObject("announced_bytes", Long.class)),
            Optional.ofNullable(row.getString("announced_sha256")));
    String sha256 = row.getString("sha256");
    return new UploadPart(
        announced,
        sha256 == null
            ? Optional.empty()
            : Optional.of(new StoredArtifact(sha256, row.getLong("bytes"))));
  }
}
