package io.espalier.config;

import io.espalier.artifact.ArtifactJanitor;
import io.espalier.artifact.ArtifactReferences;
import io.espalier.artifact.ArtifactStore;
import io.espalier.artifact.FileArtifactStore;
import io.espalier.catalog.JdbcModelCatalog;
import io.espalier.catalog.ModelAnalyzer;
import io.espalier.catalog.ModelCatalog;
import io.espalier.catalog.ModelService;
import io.espalier.catalog.ModelUse;
import io.espalier.idempotency.JdbcIdempotency;
import io.espalier.resource.ResourceIds;
import io.espalier.upload.JdbcUploadSets;
import io.espalier.upload.UploadLimits;
import io.espalier.upload.UploadRequests;
import io.espalier.upload.UploadService;
import io.espalier.upload.UploadSets;
import io.espalier.web.upload.UploadReader;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** What is kept: artifacts, models. */
@Configuration(proxyBeanMethods = false)
class CatalogConfiguration {
  /** Far longer than any job takes between storing a file and recording it. */
  private static final Duration UNREFERENCED_AGE = Duration.ofDays(1);

  private static final int OPEN_UPLOAD_SETS = 20;
  private static final int UPLOAD_PARTS = 1000;
  private static final Duration UPLOAD_SET_IDLE = Duration.ofDays(1);

  @Bean
  ResourceIds resourceIds(Clock clock, SecureRandom random) {
    return new ResourceIds(clock, random);
  }

  @Bean
  ArtifactStore artifactStore(EspalierProperties properties, Clock clock, SecureRandom random) {
    return FileArtifactStore.open(properties.home(), clock, random);
  }

  @Bean
  ArtifactJanitor artifactJanitor(
      ArtifactStore store, List<ArtifactReferences> references, Clock clock) {
    return new ArtifactJanitor(store, references, clock, UNREFERENCED_AGE);
  }

  @Bean
  ModelCatalog modelCatalog(
      JdbcClient jdbc, TransactionOperations transactions, JdbcIdempotency idempotency) {
    return new JdbcModelCatalog(jdbc, transactions, idempotency);
  }

  @Bean
  ModelService modelService(
      ArtifactStore store,
      ModelAnalyzer analyzer,
      ModelCatalog catalog,
      ModelUse use,
      ResourceIds ids,
      Clock clock,
      EspalierProperties properties) {
    return new ModelService(
        store, analyzer, catalog, use, ids, clock, properties.maxUpload().toBytes());
  }

  @Bean
  UploadSets uploadSets(JdbcClient jdbc, TransactionOperations transactions) {
    return new JdbcUploadSets(jdbc, transactions);
  }

  @Bean
  UploadService uploadService(
      UploadSets sets,
      ArtifactStore store,
      ModelService models,
      ResourceIds ids,
      Clock clock,
      EspalierProperties properties) {
    UploadLimits limits =
        new UploadLimits(
            OPEN_UPLOAD_SETS, UPLOAD_PARTS, properties.maxUploadSet().toBytes(), UPLOAD_SET_IDLE);
    return new UploadService(sets, store, models, ids, clock, limits);
  }

  @Bean
  UploadRequests uploadRequests() {
    return new UploadRequests(UPLOAD_PARTS);
  }

  @Bean
  UploadReader uploadReader(EspalierProperties properties) {
    return new UploadReader(properties.maxUpload().toBytes());
  }
}
