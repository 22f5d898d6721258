package io.espalier.job.run;

import io.espalier.artifact.ArtifactStore;
import io.espalier.catalog.Model;
import io.espalier.format.ImportedModel;
import io.espalier.format.ModelFiles;
import io.espalier.graph.analysis.Analyzer;
import io.espalier.intake.ModelImporter;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.function.Function;

/** Maps stored models and analyses them; weights stay in the file. */
public final class ModelOpener {
  private final ArtifactStore store;
  private final ModelImporter importer;

  public ModelOpener(ArtifactStore store, ModelImporter importer) {
    this.store = store;
    this.importer = importer;
  }

  /**
   * Opens a model without reading its weights.
   *
   * @throws io.espalier.problem.EspalierException ARTIFACT_CORRUPT when the content is gone
   */
  OpenModel open(Model model, Arena arena) {
    return open(model, store::path, arena);
  }

  /**
   * As {@link #open}, after reading all of the content and comparing its digest.
   *
   * @throws io.espalier.problem.EspalierException ARTIFACT_CORRUPT when the content is gone or
   *     differs
   */
  OpenModel openVerified(Model model, Arena arena) {
    return open(model, store::verifiedPath, arena);
  }

  private OpenModel open(Model model, Function<String, Path> find, Arena arena) {
    ModelFiles files = model.content().files(find);
    ImportedModel imported = importer.read(files, model.content().options(), arena);
    return new OpenModel(
        model,
        new Source(files, imported, Analyzer.analyze(imported.graph(), model.summary().extents())));
  }
}
