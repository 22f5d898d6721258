package io.espalier.catalog;

import java.util.List;

/** Tells who still works with a model. */
@FunctionalInterface
public interface ModelUse {
  /** The identifiers of jobs that have not ended and start from the model, at most a few. */
  List<String> unfinishedJobs(String modelId);
}
