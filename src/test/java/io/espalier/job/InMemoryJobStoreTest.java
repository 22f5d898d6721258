package io.espalier.job;

import io.espalier.catalog.InMemoryModelCatalog;
import io.espalier.catalog.ModelCatalog;
import io.espalier.resource.SettableClock;

final class InMemoryJobStoreTest extends JobStoreContract {
  private final ModelCatalog catalog = new InMemoryModelCatalog();

  @Override
  JobStore open(SettableClock clock, JobQueue queue) {
    return new InMemoryJobStore(catalog, queue);
  }

  @Override
  ModelCatalog catalog() {
    return catalog;
  }
}
