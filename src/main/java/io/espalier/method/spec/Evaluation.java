package io.espalier.method.spec;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Accuracy is measured on a split of a data set, before and after.
 *
 * @param split the name of the split
 * @param dataset an identifier or the name of a bundled set; empty for the job's own data set
 */
public record Evaluation(String split, Optional<String> dataset) {
  /** The split that is measured on where a job names none. */
  public static final String TEST = "test";

  Map<String, Object> toDocument() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("split", split);
    dataset.ifPresent(named -> document.put("dataset", named));
    return document;
  }
}
