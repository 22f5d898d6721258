package io.espalier.job;

import io.espalier.artifact.ArtifactStore;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The newest of what the steps of an attempt hand over before they are done, in memory. */
final class BestSoFar {
  private final SortedMap<String, SortedMap<Integer, byte[]>> documents = new TreeMap<>();

  /** Takes the place of what the step handed over under the same name. */
  synchronized void keep(int step, String name, byte[] json) {
    documents.computeIfAbsent(name, _ -> new TreeMap<>()).put(step, json.clone());
  }

  /**
   * Puts everything into the store: {@code pruning-best.json}, and {@code pruning-best-2.json}
   * where the second step handed over another of the name.
   */
  synchronized List<JobArtifact> store(ArtifactStore store) {
    List<JobArtifact> artifacts = new ArrayList<>();
    documents.forEach(
        (name, ofSteps) ->
            ofSteps.forEach(
                (step, json) -> {
                  String file = step.equals(ofSteps.firstKey()) ? name : name + "-" + (step + 1);
                  artifacts.add(artifact(file + ".json", json, store));
                }));
    return artifacts;
  }

  private static JobArtifact artifact(String name, byte[] json, ArtifactStore store) {
    return new JobArtifact(
        name, "application/json", store.put(new ByteArrayInputStream(json), json.length));
  }
}
