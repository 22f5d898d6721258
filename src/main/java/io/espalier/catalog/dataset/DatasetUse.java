package io.espalier.catalog.dataset;

import java.util.List;

/** Tells who still works with a data set. */
@FunctionalInterface
public interface DatasetUse {
  /** The identifiers of jobs that have not ended and read the data set, at most a few. */
  List<String> unfinishedJobsWith(String datasetId);
}
