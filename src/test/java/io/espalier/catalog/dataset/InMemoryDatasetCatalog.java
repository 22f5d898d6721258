package io.espalier.catalog.dataset;

import io.espalier.idempotency.Accepted;
import io.espalier.idempotency.IdempotentRequest;
import io.espalier.idempotency.InMemoryIdempotency;
import io.espalier.resource.Cursor;
import io.espalier.resource.Page;
import io.espalier.resource.PageRequest;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Data sets in a map. */
public final class InMemoryDatasetCatalog implements DatasetCatalog {
  private static final Comparator<Cursor> NEWEST_FIRST =
      Comparator.comparing(Cursor::createdAt).thenComparing(Cursor::id).reversed();

  private final Map<String, StoredDataset> datasets = new ConcurrentHashMap<>();
  private final InMemoryIdempotency idempotency = new InMemoryIdempotency();

  @Override
  public synchronized Accepted<StoredDataset> add(
      StoredDataset dataset, IdempotentRequest request) {
    return idempotency.once(request, dataset.id(), () -> insert(dataset), datasets::get);
  }

  private StoredDataset insert(StoredDataset dataset) {
    datasets.put(dataset.id(), dataset);
    return dataset;
  }

  @Override
  public Optional<StoredDataset> find(String id) {
    return Optional.ofNullable(datasets.get(id));
  }

  @Override
  public Page<StoredDataset> page(PageRequest request) {
    List<StoredDataset> found =
        datasets.values().stream()
            .sorted(Comparator.comparing(InMemoryDatasetCatalog::place, NEWEST_FIRST))
            .filter(dataset -> NEWEST_FIRST.compare(request.after(), place(dataset)) < 0)
            .limit(request.limit() + 1)
            .toList();
    return request.page(found, InMemoryDatasetCatalog::place);
  }

  private static Cursor place(StoredDataset dataset) {
    return new Cursor(dataset.createdAt(), dataset.id());
  }

  @Override
  public synchronized Optional<StoredDataset> remove(String id, DatasetUse use) {
    List<String> jobs = use.unfinishedJobsWith(id);
    if (datasets.containsKey(id) && !jobs.isEmpty()) {
      throw JdbcDatasetCatalog.inUse(jobs);
    }
    idempotency.forget(id);
    return Optional.ofNullable(datasets.remove(id));
  }

  @Override
  public boolean references(String sha256) {
    return datasets.values().stream()
        .anyMatch(dataset -> dataset.content().sha256().equals(sha256));
  }
}
