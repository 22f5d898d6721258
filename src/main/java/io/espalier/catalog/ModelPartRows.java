package io.espalier.catalog;

import io.espalier.artifact.StoredArtifact;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The parts of models beside their main files as rows of the table {@code model_part}. */
final class ModelPartRows {
  private final JdbcClient jdbc;

  ModelPartRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void insert(Model model) {
    model
        .content()
        .parts()
        .forEach(
            (name, content) ->
                jdbc.sql(
                        """
                        INSERT INTO model_part (model_id, name, sha256, bytes)
                        VALUES (:model, :name, :sha256, :bytes)""")
                    .param("model", model.id())
                    .param("name", name)
                    .param("sha256", content.sha256())
                    .param("bytes", content.bytes())
                    .update());
  }

  /** The same models with their parts. */
  List<Model> complete(List<Model> models) {
    if (models.isEmpty()) {
      return models;
    }
    Map<String, SortedMap<String, StoredArtifact>> parts =
        read(models.stream().map(Model::id).toList());
    return models.stream()
        .map(model -> parts.containsKey(model.id()) ? with(model, parts.get(model.id())) : model)
        .toList();
  }

  private Map<String, SortedMap<String, StoredArtifact>> read(List<String> models) {
    Map<String, SortedMap<String, StoredArtifact>> parts = new HashMap<>();
    jdbc.sql("SELECT * FROM model_part WHERE model_id IN (:models)")
        .param("models", models)
        .query(
            row -> {
              parts
                  .computeIfAbsent(row.getString("model_id"), _ -> new TreeMap<>())
                  .put(
                      row.getString("name"),
                      new StoredArtifact(row.getString("sha256"), row.getLong("bytes")));
            });
    return parts;
  }

  private static Model with(Model model, SortedMap<String, StoredArtifact> parts) {
    ModelContent content =
        new ModelContent(model.content().main(), parts, model.content().architecture());
    return new Model(
        model.id(), model.name(), model.format(), content, model.createdAt(), model.summary());
  }

  void delete(String model) {
    jdbc.sql("DELETE FROM model_part WHERE model_id = :model").param("model", model).update();
  }

  boolean references(String sha256) {
    return jdbc.sql("SELECT COUNT(*) FROM model_part WHERE sha256 = :sha256")
            .param("sha256", sha256)
            .query(Long.class)
            .single()
        > 0;
  }
}
