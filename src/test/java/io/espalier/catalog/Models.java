package io.espalier.catalog;

import io.espalier.artifact.StoredArtifact;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Models for tests that do not care what is in them. */
public final class Models {
  public static final ModelSummary SUMMARY =
      new ModelSummary(
          new ModelCost(10, 20, 41),
          List.of(new ModelPort("x", "float32", List.of("N", "3"))),
          List.of(new ModelPort("y", "float32", List.of("N", "2"))),
          Map.of("height", 224L),
          new TreeMap<>(Map.of("Gemm", 1)),
          new GroupCount(1, 2),
          List.of("a \"warning\""));

  private Models() {}

  public static Model model(String id, String sha256, Instant createdAt) {
    return new Model(
        id, "name", "onnx", ModelContent.of(new StoredArtifact(sha256, 5)), createdAt, SUMMARY);
  }
}
