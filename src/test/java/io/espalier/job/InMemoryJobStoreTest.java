package io.espalier.job;

import io.espalier.catalog.InMemoryModelCatalog;
import io.espalier.catalog.ModelCatalog;
import io.espalier.catalog.dataset.DatasetCatalog;
import io.espalier.catalog.dataset.InMemoryDatasetCatalog;
import io.espalier.resource.SettableClock;

final class InMemoryJobStoreTest extends JobStoreContract {
  private final ModelCatalog catalog = new InMemoryModelCatalog();
  private final DatasetCatalog datasets = new InMemoryDatasetCatalog();

  @Override
  JobStore open(SettableClock clock, JobQueue queue) {
    return new InMemoryJobStore(catalog, datasets, queue);
  }

  @Override
  ModelCatalog catalog() {
    return catalog;
  }

  @Override
  DatasetCatalog datasets() {
    return datasets;
  }
}
