package io.espalier.job.run.output;

import io.espalier.report.VerificationCheck;
import java.nio.file.Path;
import java.util.List;

/** The files of one output and what they had to pass. */
public record VerifiedOutput(List<OutputFile> files, List<VerificationCheck> checks) {
  public VerifiedOutput {
    files = List.copyOf(files);
    checks = List.copyOf(checks);
  }

  /** Binary files that one check covers. */
  static VerifiedOutput of(List<Path> files, VerificationCheck check) {
    return new VerifiedOutput(files.stream().map(OutputFile::binary).toList(), List.of(check));
  }
}
