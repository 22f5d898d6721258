package io.espalier.job.run;

import io.espalier.format.ImportedModel;
import io.espalier.format.ModelFiles;
import io.espalier.graph.analysis.Analysis;

/**
 * What a job starts from.
 *
 * @param files as they were uploaded
 * @param imported as they were read
 * @param analysis of the imported graph; both are valid as long as the arena they were read in
 */
record Source(ModelFiles files, ImportedModel imported, Analysis analysis) {
  /** Whether ONNX Runtime can open what was uploaded as it is. */
  boolean isOneOnnxFile() {
    return imported.format().equals("onnx") && files.parts().isEmpty();
  }
}
