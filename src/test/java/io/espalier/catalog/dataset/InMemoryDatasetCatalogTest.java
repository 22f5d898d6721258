package io.espalier.catalog.dataset;

import io.espalier.resource.SettableClock;

final class InMemoryDatasetCatalogTest extends DatasetCatalogContract {
  @Override
  DatasetCatalog open(SettableClock clock) {
    return new InMemoryDatasetCatalog();
  }
}
