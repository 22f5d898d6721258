package io.espalier.job.run;

import io.espalier.format.ModelFiles;
import io.espalier.job.run.output.OutputFile;
import io.espalier.method.CompressionResult;
import java.util.List;

/**
 * A compressed model that passed every check.
 *
 * @param files the model as it was examined, in the scratch folder of the job
 * @param outputs what the client asked for, the report left out; in the same folder
 * @param documents what the steps leave beside it; in the same folder
 */
record Proven(
    CompressionResult result,
    ModelFiles files,
    List<OutputFile> outputs,
    List<OutputFile> documents,
    Findings findings,
    UsedData data) {
  Proven {
    outputs = List.copyOf(outputs);
    documents = List.copyOf(documents);
  }
}
