package io.espalier.catalog.dataset;

import io.espalier.artifact.ArtifactStore;
import io.espalier.artifact.StagedArtifact;
import io.espalier.dataset.DatasetSummary;
import io.espalier.idempotency.Accepted;
import io.espalier.idempotency.Fingerprint;
import io.espalier.idempotency.IdempotencyKey;
import io.espalier.idempotency.IdempotentRequest;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.resource.Page;
import io.espalier.resource.PageRequest;
import io.espalier.resource.ResourceIds;
import io.espalier.resource.ResourceKind;
import java.io.InputStream;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** Takes data sets in, lists them and lets them go. */
public final class DatasetService {
  private static final String PLACE = "path:id";

  private final ArtifactStore store;
  private final DatasetExaminer examiner;
  private final DatasetCatalog catalog;
  private final DatasetUse use;
  private final ResourceIds ids;
  private final InstantSource clock;
  private final long maximumBytes;

  /**
   * @param use whose work forbids a deletion
   * @param maximumBytes of one upload
   */
  public DatasetService(
      ArtifactStore store,
      DatasetExaminer examiner,
      DatasetCatalog catalog,
      DatasetUse use,
      ResourceIds ids,
      InstantSource clock,
      long maximumBytes) {
    this.store = store;
    this.examiner = examiner;
    this.catalog = catalog;
    this.use = use;
    this.ids = ids;
    this.clock = clock;
    this.maximumBytes = maximumBytes;
  }

  /** The longest file that is taken. */
  public long maximumBytes() {
    return maximumBytes;
  }

  /**
   * Streams an upload into the store and looks at every sample; content that is refused never
   * becomes part of the store. When this returns the data set survives a power cut.
   *
   * @param key under which the same content and the same request make one data set
   * @throws EspalierException TOO_LARGE, DATASET_INVALID or UNSUPPORTED_FORMAT for the content,
   *     INSUFFICIENT_STORAGE, IDEMPOTENCY_KEY_REUSE
   */
  public Accepted<StoredDataset> upload(
      DatasetRequest request, IdempotencyKey key, InputStream body) {
    try (StagedArtifact staged = store.stage(body, maximumBytes)) {
      DatasetSummary summary = examiner.examine(staged.path(), request.options());
      StoredDataset dataset = dataset(request, summary, staged);
      staged.commit();
      return catalog.add(dataset, new IdempotentRequest("datasets", key, fingerprint(dataset)));
    }
  }

  private StoredDataset dataset(
      DatasetRequest request, DatasetSummary summary, StagedArtifact staged) {
    return new StoredDataset(
        ids.next(ResourceKind.DATASET),
        request.name(),
        staged.content(),
        clock.instant().truncatedTo(ChronoUnit.MILLIS),
        request.options(),
        summary);
  }

  private static String fingerprint(StoredDataset dataset) {
    return Fingerprint.of(dataset.name(), dataset.content().sha256(), dataset.options().toString());
  }

  /**
   * Finds a data set by an identifier a user sent.
   *
   * @throws EspalierException INVALID_ID or NOT_FOUND
   */
  public StoredDataset find(String id) {
    return catalog
        .find(ResourceIds.require(ResourceKind.DATASET, id, PLACE))
        .orElseThrow(DatasetService::notFound);
  }

  /** Lists data sets, newest first. */
  public Page<StoredDataset> page(PageRequest request) {
    return catalog.page(request);
  }

  /**
   * Removes a data set. Its content is unreachable at once; the janitor removes the bytes when
   * nobody else has the same content.
   *
   * @throws EspalierException INVALID_ID, NOT_FOUND, or IN_USE naming the jobs that work with it
   */
  public void delete(String id) {
    catalog
        .remove(ResourceIds.require(ResourceKind.DATASET, id, PLACE), use)
        .orElseThrow(DatasetService::notFound);
  }

  /** The one answer for every data set that is not there. */
  public static EspalierException notFound() {
    return new EspalierException(ErrorCode.NOT_FOUND, "There is no such data set.");
  }
}
