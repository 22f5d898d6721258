package io.espalier.catalog;

import io.espalier.resource.SettableClock;

final class InMemoryModelCatalogTest extends ModelCatalogContract {
  @Override
  ModelCatalog open(SettableClock clock) {
    return new InMemoryModelCatalog();
  }
}
