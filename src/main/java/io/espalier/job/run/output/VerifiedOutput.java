package io.espalier.job.run.output;

import io.espalier.report.VerificationCheck;
import java.util.List;

/** The files of one output and what they had to pass. */
public record VerifiedOutput(List<OutputFile> files, List<VerificationCheck> checks) {
  public VerifiedOutput {
    files = List.copyOf(files);
    checks = List.copyOf(checks);
  }

  static VerifiedOutput of(OutputFile file, VerificationCheck check) {
    return new VerifiedOutput(List.of(file), List.of(check));
  }
}
