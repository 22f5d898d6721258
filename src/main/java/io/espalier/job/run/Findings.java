package io.espalier.job.run;

import io.espalier.report.ModelFigures;
import io.espalier.report.OutputAgreement;
import io.espalier.report.VerificationCheck;
import java.util.ArrayList;
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

  /** With other checks in front. */
  Findings withFirst(List<VerificationCheck> checks) {
    List<VerificationCheck> all = new ArrayList<>(checks);
    all.addAll(verification);
    return new Findings(before, after, agreement, all);
  }
}
