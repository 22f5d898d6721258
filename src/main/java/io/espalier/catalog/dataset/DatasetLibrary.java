package io.espalier.catalog.dataset;

import io.espalier.artifact.ArtifactStore;
import io.espalier.dataset.Dataset;
import io.espalier.dataset.DatasetSummary;
import io.espalier.dataset.read.DatasetReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Supplier;

/** Every data set a job can name: uploaded ones by identifier, bundled ones by name. */
public final class DatasetLibrary {
  private final DatasetCatalog catalog;
  private final ArtifactStore store;
  private final DatasetReader reader;
  private final SequencedMap<String, Supplier<Dataset>> bundled;

  /**
   * A library of these data sets.
   *
   * @param bundled those that come with the service, each opened anew when asked for
   */
  public DatasetLibrary(
      DatasetCatalog catalog,
      ArtifactStore store,
      DatasetReader reader,
      Map<String, Supplier<Dataset>> bundled) {
    this.catalog = catalog;
    this.store = store;
    this.reader = reader;
    this.bundled = new LinkedHashMap<>(bundled);
  }

  /** The names of the data sets that come with the service. */
  public List<String> bundledNames() {
    return List.copyOf(bundled.keySet());
  }

  /** What is in a data set, without opening an uploaded one; empty where there is none. */
  public Optional<DatasetSummary> summary(String identifierOrName) {
    return Optional.ofNullable(bundled.get(identifierOrName))
        .map(DatasetLibrary::summaryOf)
        .or(() -> catalog.find(identifierOrName).map(StoredDataset::summary));
  }

  private static DatasetSummary summaryOf(Supplier<Dataset> opening) {
    try (Dataset dataset = opening.get()) {
      return dataset.summary();
    }
  }

  /** What people call a data set; a bundled one by its name. */
  public Optional<String> name(String identifierOrName) {
    return bundled.containsKey(identifierOrName)
        ? Optional.of(identifierOrName)
        : catalog.find(identifierOrName).map(StoredDataset::name);
  }

  /** The digest of the file of an uploaded data set; empty for a bundled one. */
  public Optional<String> sha256(String identifierOrName) {
    return bundled.containsKey(identifierOrName)
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
    return Optional.ofNullable(bundled.get(identifierOrName))
        .map(Supplier::get)
        .orElseGet(() -> openStored(identifierOrName));
  }

  private Dataset openStored(String identifier) {
    StoredDataset dataset = catalog.find(identifier).orElseThrow(DatasetService::notFound);
    return reader.open(
        store.verifiedPath(dataset.content().sha256()), dataset.summary(), dataset.options());
  }
}
