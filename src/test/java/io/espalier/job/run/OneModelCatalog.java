package io.espalier.job.run;

import io.espalier.catalog.Model;
import io.espalier.catalog.ModelCatalog;
import io.espalier.catalog.ModelUse;
import io.espalier.idempotency.Accepted;
import io.espalier.idempotency.IdempotentRequest;
import io.espalier.resource.Page;
import io.espalier.resource.PageRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A catalog that can only be looked up. */
final class OneModelCatalog implements ModelCatalog {
  private final List<Model> models = new ArrayList<>();

  String keep(Model model) {
    models.add(model);
    return model.id();
  }

  @Override
  public Optional<Model> find(String id) {
    return models.stream().filter(model -> model.id().equals(id)).findFirst();
  }

  @Override
  public boolean references(String sha256) {
    return models.stream().anyMatch(model -> model.content().holds(sha256));
  }

  @Override
  public Accepted<Model> add(Model model, IdempotentRequest request) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Page<Model> page(PageRequest request) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<Model> remove(String id, ModelUse use) {
    throw new UnsupportedOperationException();
  }
}
