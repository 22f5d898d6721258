package io.espalier.intake;

import io.espalier.format.ImportedModel;
import io.espalier.format.ModelFiles;
import io.espalier.format.onnx.OnnxModel;
import io.espalier.format.onnx.OnnxReader;
import java.lang.foreign.Arena;
import java.util.Map;

/** Reads uploaded files as the model they hold. */
public final class ModelImporter {
  private final OnnxReader onnx;

  public ModelImporter(OnnxReader onnx) {
    this.onnx = onnx;
  }

  /**
   * Maps the files and brings the model to the graph; weights stay in the mapping.
   *
   * @param arena the graph is valid as long as this
   * @throws io.espalier.problem.EspalierException MODEL_INVALID, TOO_LARGE or UNSUPPORTED_FORMAT,
   *     with every problem found
   */
  public ImportedModel read(ModelFiles files, ImportOptions options, Arena arena) {
    OnnxModel model = onnx.read(files.main(), arena);
    return new ImportedModel("onnx", model.graph(), Map.of(), model.warnings());
  }
}
