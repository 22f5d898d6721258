package io.espalier.job;

import io.espalier.catalog.InMemoryModelCatalog;
import io.espalier.catalog.ModelCatalog;
import io.espalier.job.metric.InMemoryMetricStore;
import io.espalier.job.metric.MetricStore;

final class InMemoryMetricStoreTest extends MetricStoreContract {
  private final InMemoryModelCatalog models = new InMemoryModelCatalog();
  private final InMemoryJobStore jobs = new InMemoryJobStore(models, (id, at) -> {});
  private final InMemoryMetricStore metrics = new InMemoryMetricStore(jobs);

  @Override
  ModelCatalog catalog() {
    return models;
  }

  @Override
  JobStore jobs() {
    return jobs;
  }

  @Override
  MetricStore metrics() {
    return metrics;
  }
}
