package io.espalier.config;

import io.espalier.artifact.ArtifactStore;
import io.espalier.catalog.dataset.DatasetCatalog;
import io.espalier.catalog.dataset.DatasetLibrary;
import io.espalier.catalog.dataset.DatasetService;
import io.espalier.catalog.dataset.DatasetUse;
import io.espalier.catalog.dataset.JdbcDatasetCatalog;
import io.espalier.dataset.BundledDatasets;
import io.espalier.dataset.read.DatasetLimits;
import io.espalier.dataset.read.DatasetReader;
import io.espalier.dataset.read.ExaminationListener;
import io.espalier.idempotency.JdbcIdempotency;
import io.espalier.resource.ResourceIds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Data sets: how they are read, and where they are kept. */
@Configuration(proxyBeanMethods = false)
class DatasetConfiguration {
  @Bean
  DatasetReader datasetReader(EspalierProperties properties) {
    Path scratch = properties.scratch().resolve("datasets");
    try {
      Files.createDirectories(scratch);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return new DatasetReader(DatasetLimits.standard(), scratch);
  }

  @Bean
  DatasetCatalog datasetCatalog(
      JdbcClient jdbc, TransactionOperations transactions, JdbcIdempotency idempotency) {
    return new JdbcDatasetCatalog(jdbc, transactions, idempotency);
  }

  @Bean
  DatasetService datasetService(
      ArtifactStore store,
      DatasetReader reader,
      DatasetCatalog catalog,
      DatasetUse use,
      ResourceIds ids,
      Clock clock,
      EspalierProperties properties) {
    return new DatasetService(
        store,
        (file, options) -> reader.examine(file, options, ExaminationListener.NONE),
        catalog,
        use,
        ids,
        clock,
        properties.maxDataset().toBytes());
  }

  @Bean
  BundledDatasets bundledDatasets() {
    return new BundledDatasets();
  }

  @Bean
  DatasetLibrary datasetLibrary(
      DatasetCatalog catalog, ArtifactStore store, DatasetReader reader, BundledDatasets bundled) {
    return new DatasetLibrary(catalog, store, reader, bundled);
  }
}
