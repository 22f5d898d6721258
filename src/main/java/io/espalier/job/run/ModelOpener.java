package io.espalier.job.run;

import io.espalier.artifact.ArtifactStore;
import io.espalier.catalog.Model;
import io.espalier.format.onnx.OnnxReader;
import io.espalier.graph.analysis.Analyzer;
import java.lang.foreign.Arena;
import java.nio.file.Path;

/** Maps stored models and analyses them; weights stay in the file. */
public final class ModelOpener {
  private final ArtifactStore store;
  private final OnnxReader reader;

  public ModelOpener(ArtifactStore store, OnnxReader reader) {
    this.store = store;
    this.reader = reader;
  }

  /**
   * Opens a model without reading its weights.
   *
   * @throws io.espalier.problem.EspalierException ARTIFACT_CORRUPT when the content is gone
   */
  public OpenModel open(Model model, Arena arena) {
    return open(model, store.path(model.content().sha256()), arena);
  }

  /**
   * As {@link #open}, after reading all of the content and comparing its digest.
   *
   * @throws io.espalier.problem.EspalierException ARTIFACT_CORRUPT when the content is gone or
   *     differs
   */
  public OpenModel openVerified(Model model, Arena arena) {
    return open(model, store.verifiedPath(model.content().sha256()), arena);
  }

  private OpenModel open(Model model, Path file, Arena arena) {
    return new OpenModel(
        model, file, Analyzer.analyze(reader.read(file, arena).graph(), model.summary().extents()));
  }
}
