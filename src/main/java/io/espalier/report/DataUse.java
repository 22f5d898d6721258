package io.espalier.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A split that a job read, and how.
 *
 * @param dataset what people call the data set
 * @param samples of the whole split
 * @param sha256 of the uploaded file; empty for a data set that comes with the service
 * @param preprocessing as a job document writes it
 */
public record DataUse(
    String dataset,
    String split,
    int samples,
    Optional<String> sha256,
    Map<String, Object> preprocessing) {
  public DataUse {
    preprocessing = Collections.unmodifiableMap(new LinkedHashMap<>(preprocessing));
  }
}
