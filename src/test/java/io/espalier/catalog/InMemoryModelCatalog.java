package io.espalier.catalog;

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

/** Models in a map. */
public final class InMemoryModelCatalog implements ModelCatalog {
  private static final Comparator<Cursor> NEWEST_FIRST =
      Comparator.comparing(Cursor::createdAt).thenComparing(Cursor::id).reversed();

  private final Map<String, Model> models = new ConcurrentHashMap<>();
  private final InMemoryIdempotency idempotency = new InMemoryIdempotency();

  @Override
  public synchronized Accepted<Model> add(Model model, IdempotentRequest request) {
    return idempotency.once(request, model.id(), () -> insert(model), models::get);
  }

  private Model insert(Model model) {
    models.put(model.id(), model);
    return model;
  }

  @Override
  public Optional<Model> find(String id) {
    return Optional.ofNullable(models.get(id));
  }

  @Override
  public Page<Model> page(PageRequest request) {
    List<Model> found =
        models.values().stream()
            .sorted(Comparator.comparing(InMemoryModelCatalog::place, NEWEST_FIRST))
            .filter(model -> NEWEST_FIRST.compare(request.after(), place(model)) < 0)
            .limit(request.limit() + 1)
            .toList();
    return request.page(found, InMemoryModelCatalog::place);
  }

  private static Cursor place(Model model) {
    return new Cursor(model.createdAt(), model.id());
  }

  @Override
  public synchronized Optional<Model> remove(String id, ModelUse use) {
    List<String> jobs = use.unfinishedJobs(id);
    if (models.containsKey(id) && !jobs.isEmpty()) {
      throw JdbcModelCatalog.inUse(jobs);
    }
    idempotency.forget(id);
    return Optional.ofNullable(models.remove(id));
  }

  @Override
  public boolean references(String sha256) {
    return models.values().stream().anyMatch(model -> model.content().holds(sha256));
  }
}
