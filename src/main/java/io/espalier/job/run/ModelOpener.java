package io.espalier.job.run;

import io.espalier.artifact.ArtifactStore;
import io.espalier.catalog.Model;
import io.espalier.catalog.ModelCatalog;
import io.espalier.catalog.ModelService;
import io.espalier.format.onnx.OnnxReader;
import io.espalier.method.Analyzer;
import io.espalier.resource.ResourceIds;
import io.espalier.resource.ResourceKind;
import java.lang.foreign.Arena;
import java.nio.file.Path;

/** Opens the models a job document names. */
public final class ModelOpener {
  private static final String PLACE = "/model";

  private final ModelCatalog catalog;
  private final ArtifactStore store;
  private final OnnxReader reader;

  public ModelOpener(ModelCatalog catalog, ArtifactStore store, OnnxReader reader) {
    this.catalog = catalog;
    this.store = store;
    this.reader = reader;
  }

  /**
   * Maps a model without reading its weights.
   *
   * @throws io.espalier.problem.EspalierException INVALID_ID, NOT_FOUND, or ARTIFACT_CORRUPT when
   *     the content is gone
   */
  public OpenModel open(String id, Arena arena) {
    Model model = find(id);
    return open(model, store.path(model.content().sha256()), arena);
  }

  /**
   * As {@link #open}, after reading all of the content and comparing its digest.
   *
   * @throws io.espalier.problem.EspalierException as {@link #open}, and ARTIFACT_CORRUPT when the
   *     content differs
   */
  public OpenModel openVerified(String id, Arena arena) {
    Model model = find(id);
    return open(model, store.verifiedPath(model.content().sha256()), arena);
  }

  private Model find(String id) {
    return catalog
        .find(ResourceIds.require(ResourceKind.MODEL, id, PLACE))
        .orElseThrow(ModelService::notFound);
  }

  private OpenModel open(Model model, Path file, Arena arena) {
    return new OpenModel(
        model,
        file,
        Analyzer.analyze(reader.read(file, arena).graph(), model.summary().extents()));
  }
}
