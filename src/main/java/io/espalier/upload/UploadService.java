package io.espalier.upload;

import io.espalier.artifact.ArtifactStore;
import io.espalier.artifact.StagedArtifact;
import io.espalier.artifact.StoredArtifact;
import io.espalier.catalog.Model;
import io.espalier.catalog.ModelContent;
import io.espalier.catalog.ModelRequest;
import io.espalier.catalog.ModelService;
import io.espalier.idempotency.Accepted;
import io.espalier.idempotency.Fingerprint;
import io.espalier.idempotency.IdempotencyKey;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problem;
import io.espalier.problem.Problems;
import io.espalier.resource.ResourceIds;
import io.espalier.resource.ResourceKind;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/** Opens upload sets, takes their files, and makes models of them. */
public final class UploadService {
  private static final String PLACE = "path:id";

  private final UploadSets sets;
  private final ArtifactStore store;
  private final ModelService models;
  private final ResourceIds ids;
  private final InstantSource clock;
  private final UploadLimits limits;

  public UploadService(
      UploadSets sets,
      ArtifactStore store,
      ModelService models,
      ResourceIds ids,
      InstantSource clock,
      UploadLimits limits) {
    this.sets = sets;
    this.store = store;
    this.models = models;
    this.ids = ids;
    this.clock = clock;
    this.limits = limits;
  }

  public UploadLimits limits() {
    return limits;
  }

  /**
   * Opens a set.
   *
   * @throws EspalierException VALIDATION_FAILED with every bad or repeated name and every length
   *     beyond the limits, QUOTA_EXCEEDED when too many sets are open
   */
  public UploadSet open(List<AnnouncedPart> announced) {
    check(announced);
    Instant now = now();
    UploadSet set =
        new UploadSet(
            ids.next(ResourceKind.UPLOAD),
            now,
            now,
            announced.stream().map(part -> new UploadPart(part, Optional.empty())).toList(),
            Optional.empty());
    sets.add(set, limits.openSets());
    return find(set.id());
  }

  private void check(List<AnnouncedPart> announced) {
    Problems problems = new Problems();
    Set<String> seen = new HashSet<>();
    long bytes = 0;
    for (int i = 0; i < announced.size(); i++) {
      AnnouncedPart part = announced.get(i);
      String place = "/parts/%d/name".formatted(i);
      if (!PartName.isGood(part.name())) {
        problems.add(place, "bad-part-name", badName());
      } else if (!seen.add(part.name())) {
        problems.add(place, "repeated", "The name (%s) is repeated.".formatted(part.name()));
      }
      bytes += Math.min(part.bytes().orElse(0L), Long.MAX_VALUE - bytes);
    }
    if (bytes > limits.bytes()) {
      problems.add("/parts", "out-of-range", tooLong(bytes));
    }
    problems.throwIfPresent(ErrorCode.VALIDATION_FAILED);
  }

  private static String badName() {
    return "The name of a part must have %s.".formatted(PartName.RULE);
  }

  private String tooLong(long bytes) {
    return "The parts have %d bytes together; the limit is %d.".formatted(bytes, limits.bytes());
  }

  /**
   * Finds a set by an identifier a user sent.
   *
   * @throws EspalierException INVALID_ID or NOT_FOUND
   */
  public UploadSet find(String id) {
    return sets.find(ResourceIds.require(ResourceKind.UPLOAD, id, PLACE))
        .orElseThrow(UploadService::notFound);
  }

  private static EspalierException notFound() {
    return new EspalierException(ErrorCode.NOT_FOUND, "There is no such upload set.");
  }

  /**
   * Streams one file into the store; a file of the same name that arrived earlier is replaced. When
   * this returns the file survives a power cut.
   *
   * @throws EspalierException INVALID_ID, NOT_FOUND, UPLOAD_COMPLETED, VALIDATION_FAILED for the
   *     name, TOO_LARGE, QUOTA_EXCEEDED for one part too many, DIGEST_MISMATCH when length or
   *     digest are not those announced; nothing is kept of a file that is refused
   */
  public UploadSet put(String id, String name, InputStream body) {
    UploadSet set = find(id);
    requireGood(name);
    requireRoom(set, name, 0);
    try (StagedArtifact staged = store.stage(body, limits.bytes() - set.bytesBeside(name))) {
      set.part(name).ifPresent(part -> requireAsAnnounced(part.announced(), staged.content()));
      StoredArtifact content = staged.commit();
      return sets.put(
              id, name, content, now(), current -> requireRoom(current, name, content.bytes()))
          .orElseThrow(UploadService::notFound);
    }
  }

  private static void requireGood(String name) {
    Problems problems = new Problems();
    if (!PartName.isGood(name)) {
      problems.add("path:name", "bad-part-name", badName());
    }
    problems.throwIfPresent(ErrorCode.VALIDATION_FAILED);
  }

  private void requireRoom(UploadSet set, String name, long bytes) {
    requireOpen(set);
    if (set.part(name).isEmpty() && set.parts().size() >= limits.parts()) {
      throw new EspalierException(
          ErrorCode.QUOTA_EXCEEDED,
          "The upload set has %d parts, the limit.".formatted(limits.parts()));
    }
    long all = set.bytesBeside(name) + bytes;
    if (all > limits.bytes()) {
      throw new EspalierException(ErrorCode.TOO_LARGE, tooLong(all));
    }
  }

  private static void requireOpen(UploadSet set) {
    if (set.completion().isPresent()) {
      throw completed(set.completion().get());
    }
  }

  private static EspalierException completed(UploadSet.Completion completion) {
    return new EspalierException(
        ErrorCode.UPLOAD_COMPLETED,
        "The upload set has become the model (%s); open a new one."
            .formatted(completion.modelId()));
  }

  private static void requireAsAnnounced(AnnouncedPart announced, StoredArtifact arrived) {
    boolean length = announced.bytes().filter(bytes -> bytes != arrived.bytes()).isPresent();
    boolean digest =
        announced.sha256().filter(sha256 -> !sha256.equals(arrived.sha256())).isPresent();
    if (length || digest) {
      throw new EspalierException(
          ErrorCode.DIGEST_MISMATCH,
          "The part (%s) has %d bytes and the SHA-256 %s, which is not what was announced."
              .formatted(announced.name(), arrived.bytes(), arrived.sha256()));
    }
  }

  /**
   * Makes a model of the files. The set stays open when this is refused, so that a file can be sent
   * again; the same request after it succeeded gives the same model.
   *
   * @param main name of the file that is read first; empty where the set has one file
   * @throws EspalierException INVALID_ID, NOT_FOUND, UPLOAD_INCOMPLETE with every file that is
   *     missing, UPLOAD_COMPLETED when another request made a model of it, and as {@link
   *     ModelService#add} does
   */
  public Accepted<Model> complete(
      String id, String main, ModelRequest request, IdempotencyKey key) {
    UploadSet set = find(id);
    String fingerprint =
        Fingerprint.of(main, request.name(), request.shapes().text(), request.architecture());
    if (set.completion().isPresent()) {
      return replay(set.completion().get(), fingerprint);
    }
    requireAll(set.missing());
    SortedMap<String, StoredArtifact> parts = set.contents();
    StoredArtifact first = first(main, parts);
    Accepted<Model> model =
        models.add(request, new ModelContent(first, parts, request.architecture()), "uploads", key);
    sets.complete(id, new UploadSet.Completion(model.resource().id(), fingerprint), now());
    return model;
  }

  private Accepted<Model> replay(UploadSet.Completion completion, String fingerprint) {
    if (!completion.request().equals(fingerprint)) {
      throw completed(completion);
    }
    return new Accepted<>(models.find(completion.modelId()), true);
  }

  private static void requireAll(List<String> missing) {
    Problems problems = new Problems();
    missing.forEach(
        name ->
            problems.add(
                "part:" + name, "part-missing", "The part (%s) is missing.".formatted(name)));
    problems.throwIfPresent(ErrorCode.UPLOAD_INCOMPLETE);
  }

  /** Takes the main file out of the parts. */
  private static StoredArtifact first(String main, SortedMap<String, StoredArtifact> parts) {
    String name = main.isEmpty() && parts.size() == 1 ? parts.firstKey() : main;
    return Optional.ofNullable(parts.remove(name)).orElseThrow(() -> noMain(name, parts.keySet()));
  }

  private static EspalierException noMain(String name, Set<String> parts) {
    String message = "The main part (%s) must be one of %s.".formatted(name, parts);
    return new EspalierException(
        ErrorCode.VALIDATION_FAILED,
        message,
        List.of(new Problem("/main", "unknown-value", message)));
  }

  /**
   * Removes a set; its files go with it, unless a model has them.
   *
   * @throws EspalierException INVALID_ID or NOT_FOUND
   */
  public void delete(String id) {
    if (!sets.remove(ResourceIds.require(ResourceKind.UPLOAD, id, PLACE))) {
      throw notFound();
    }
  }

  /** Forgets sets that nobody has touched for long; returns how many. */
  public int forgetIdle() {
    return sets.removeIdleSince(clock.instant().minus(limits.idle()));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
