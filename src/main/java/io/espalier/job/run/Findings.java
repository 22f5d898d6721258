package io.espalier.job.run;

import io.espalier.report.ModelFigures;
import io.espalier.report.OutputAgreement;
import io.espalier.report.VerificationCheck;
import java.util.List;

/** What the examination of a result found. */
record Findings(
    ModelFigures before,
    ModelFigures after,
    OutputAgreement agreement,
    List<VerificationCheck> verification) {
  Findings {
    verification = List.copyOf(verification);
  }
}
