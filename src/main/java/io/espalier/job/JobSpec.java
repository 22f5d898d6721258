package io.espalier.job;

import java.util.List;

/**
 * What a job is asked to do.
 *
 * @param modelId the model it starts from
 * @param datasetIds the uploaded data sets it reads, at most {@value #MOST_DATASETS}, each once
 * @param json the validated request as JSON text
 */
public record JobSpec(String modelId, List<String> datasetIds, String json) {
  /** The most data sets a job reads: one to train on and one to measure on. */
  static final int MOST_DATASETS = 2;

  public JobSpec {
    datasetIds = List.copyOf(datasetIds);
    if (datasetIds.size() > MOST_DATASETS) {
      throw new IllegalArgumentException(
          "The data sets (%s) of a job must be at most %d.".formatted(datasetIds, MOST_DATASETS));
    }
  }

  /** A job that reads no uploaded data set. */
  public JobSpec(String modelId, String json) {
    this(modelId, List.of(), json);
  }
}
