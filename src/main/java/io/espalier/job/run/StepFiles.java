package io.espalier.job.run;

import io.espalier.job.run.output.OutputFile;
import io.espalier.method.StepDocument;
import io.espalier.method.StepResult;
import io.espalier.report.ReportJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The documents that steps leave beside the model, as files: {@code pruning.json}, and {@code
 * pruning-2.json} where the second step leaves another of the name.
 */
final class StepFiles {
  private StepFiles() {}

  /**
   * Writes every document.
   *
   * @param folder that has no files of these names
   */
  static List<OutputFile> write(List<StepResult> steps, Path folder) {
    List<OutputFile> files = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (int i = 0; i < steps.size(); i++) {
      for (StepDocument document : steps.get(i).output().documents()) {
        boolean free = taken.add(document.name());
        String name = free ? document.name() : "%s-%d".formatted(document.name(), i + 1);
        files.add(write(document, folder.resolve(name + ".json")));
      }
    }
    return files;
  }

  private static OutputFile write(StepDocument document, Path file) {
    try {
      Files.writeString(file, ReportJson.line(document.content()));
      return OutputFile.json(file);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
