package io.espalier.job.run;

import io.espalier.catalog.dataset.DatasetCatalog;
import io.espalier.catalog.dataset.DatasetUse;
import io.espalier.catalog.dataset.StoredDataset;
import io.espalier.idempotency.Accepted;
import io.espalier.idempotency.IdempotentRequest;
import io.espalier.resource.Page;
import io.espalier.resource.PageRequest;
import java.util.List;
import java.util.Optional;

/** A catalog that nobody uploaded to. */
final class NoDatasets implements DatasetCatalog {
  @Override
  public Accepted<StoredDataset> add(StoredDataset dataset, IdempotentRequest request) {
    throw new IllegalStateException("Nothing is uploaded here.");
  }

  @Override
  public Optional<StoredDataset> find(String id) {
    return Optional.empty();
  }

  @Override
  public boolean references(String sha256) {
    return false;
  }

  @Override
  public Page<StoredDataset> page(PageRequest request) {
    return new Page<>(List.of(), "");
  }

  @Override
  public Optional<StoredDataset> remove(String id, DatasetUse use) {
    return Optional.empty();
  }
}
