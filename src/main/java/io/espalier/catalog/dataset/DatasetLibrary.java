package io.espalier.catalog.dataset;

import io.espalier.artifact.ArtifactStore;
import io.espalier.dataset.BundledDatasets;
import io.espalier.dataset.Dataset;
import io.espalier.dataset.DatasetSummary;
import io.espalier.dataset.read.DatasetReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Every data set a job can name: uploaded ones by identifier, bundled ones by name. */
public final class DatasetLibrary {
  private final DatasetCatalog catalog;
  private final ArtifactStore store;
  private final DatasetReader reader;
  private final BundledDatasets bundled;
  private final Map<String, DatasetSummary> bundledSummaries = new ConcurrentHashMap<>();

  public DatasetLibrary(
      DatasetCatalog catalog, ArtifactStore store, DatasetReader reader, BundledDatasets bundled) {
    this.catalog = catalog;
    this.store = store;
    this.reader = reader;
    this.bundled = bundled;
  }

  /** The names of the data sets that come with the service. */
  public List<String> bundledNames() {
    return bundled.names();
  }

  /** What is in a data set; empty where there is none. */
  public Optional<DatasetSummary> summary(String identifierOrName) {
    return isBundled(identifierOrName)
        ? Optional.of(bundledSummaries.computeIfAbsent(identifierOrName, this::summaryOfBundled))
        : catalog.find(identifierOrName).map(StoredDataset::summary);
  }

  private boolean isBundled(String name) {
    return bundled.names().contains(name);
  }

  private DatasetSummary summaryOfBundled(String name) {
    try (Dataset dataset = bundled.open(name).orElseThrow()) {
      return dataset.summary();
    }
  }

  /** What people call a data set; a bundled one by its name. */
  public Optional<String> name(String identifierOrName) {
    return isBundled(identifierOrName)
        ? Optional.of(identifierOrName)
        : catalog.find(identifierOrName).map(StoredDataset::name);
  }

  /** The digest of the file of an uploaded data set; empty for a bundled one. */
  public Optional<String> sha256(String identifierOrName) {
    return isBundled(identifierOrName)
        ? Optional.empty()
        : catalog.find(identifierOrName).map(dataset -> dataset.content().sha256());
  }

  /**
   * Opens a data set, after comparing the digest of an uploaded one; the caller closes it.
   *
   * @throws io.espalier.problem.EspalierException NOT_FOUND when there is none, ARTIFACT_CORRUPT
   *     when its content is gone or differs
   */
  public Dataset open(String identifierOrName) {
    return bundled.open(identifierOrName).orElseGet(() -> openStored(identifierOrName));
  }

  private Dataset openStored(String identifier) {
    StoredDataset dataset = catalog.find(identifier).orElseThrow(DatasetService::notFound);
    return reader.open(
        store.verifiedPath(dataset.content().sha256()), dataset.summary(), dataset.options());
  }
}
