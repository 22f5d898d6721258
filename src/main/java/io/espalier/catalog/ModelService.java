package io.espalier.catalog;

import io.espalier.artifact.ArtifactStore;
import io.espalier.artifact.StagedArtifact;
import io.espalier.format.ModelFiles;
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
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.TreeMap;

/** Takes models in, lists them and lets them go. */
public final class ModelService {
  private static final String PLACE = "path:id";

  private final ArtifactStore store;
  private final ModelAnalyzer analyzer;
  private final ModelCatalog catalog;
  private final ModelUse use;
  private final ResourceIds ids;
  private final InstantSource clock;
  private final long maximumBytes;

  /**
   * @param use whose work forbids a deletion
   * @param maximumBytes of one upload
   */
  public ModelService(
      ArtifactStore store,
      ModelAnalyzer analyzer,
      ModelCatalog catalog,
      ModelUse use,
      ResourceIds ids,
      InstantSource clock,
      long maximumBytes) {
    this.store = store;
    this.analyzer = analyzer;
    this.catalog = catalog;
    this.use = use;
    this.ids = ids;
    this.clock = clock;
    this.maximumBytes = maximumBytes;
  }

  /**
   * Streams an upload into the store and analyses it; content that is refused never becomes part of
   * the store. When this returns the model survives a power cut.
   *
   * @param key under which the same content and the same request make one model
   * @throws EspalierException TOO_LARGE, MODEL_INVALID or UNSUPPORTED_FORMAT for the content,
   *     INSUFFICIENT_STORAGE, IDEMPOTENCY_KEY_REUSE, VALIDATION_FAILED for the shapes
   */
  public Accepted<Model> upload(ModelRequest request, IdempotencyKey key, InputStream body) {
    try (StagedArtifact staged = store.stage(body, maximumBytes)) {
      ModelAnalysis analysis =
          analyzer.analyze(ModelFiles.of(staged.path()), request.options(), request.shapes());
      ModelContent content =
          new ModelContent(staged.commit(), new TreeMap<>(), request.architecture());
      return catalog.add(
          model(request, analysis, content), idempotent("models", key, request, content));
    }
  }

  /**
   * Makes a model of files that are in the store.
   *
   * @param scope of the key
   * @throws EspalierException MODEL_INVALID, UNSUPPORTED_FORMAT or TOO_LARGE for the content,
   *     ARTIFACT_CORRUPT when it is gone, IDEMPOTENCY_KEY_REUSE, VALIDATION_FAILED for the shapes
   */
  public Accepted<Model> add(
      ModelRequest request, ModelContent content, String scope, IdempotencyKey key) {
    ModelAnalysis analysis =
        analyzer.analyze(content.files(store::path), request.options(), request.shapes());
    return catalog.add(model(request, analysis, content), idempotent(scope, key, request, content));
  }

  private static IdempotentRequest idempotent(
      String scope, IdempotencyKey key, ModelRequest request, ModelContent content) {
    return new IdempotentRequest(
        scope,
        key,
        Fingerprint.of(
            request.name(), content.text(), request.shapes().text(), request.architecture()));
  }

  private Model model(ModelRequest request, ModelAnalysis analysis, ModelContent content) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    String id = ids.next(ResourceKind.MODEL);
    return new Model(id, request.name(), analysis.format(), content, now, analysis.summary());
  }

  /**
   * Finds a model by an identifier a user sent.
   *
   * @throws EspalierException INVALID_ID or NOT_FOUND
   */
  public Model find(String id) {
    return catalog
        .find(ResourceIds.require(ResourceKind.MODEL, id, PLACE))
        .orElseThrow(ModelService::notFound);
  }

  /** Lists models, newest first. */
  public Page<Model> page(PageRequest request) {
    return catalog.page(request);
  }

  /**
   * Removes a model. Its content is unreachable at once; the janitor removes the bytes when no
   * other model or job has the same content.
   *
   * @throws EspalierException INVALID_ID, NOT_FOUND, or IN_USE naming the jobs that work with it
   */
  public void delete(String id) {
    catalog
        .remove(ResourceIds.require(ResourceKind.MODEL, id, PLACE), use)
        .orElseThrow(ModelService::notFound);
  }

  /** The one answer for every model that is not there. */
  public static EspalierException notFound() {
    return new EspalierException(ErrorCode.NOT_FOUND, "There is no such model.");
  }
}
