package io.espalier.job.run;

import io.espalier.graph.Tensor;
import io.espalier.report.MeasuredAccuracy;
import io.espalier.report.ModelFigures;
import io.espalier.report.OutputAgreement;
import io.espalier.report.StageReport;
import io.espalier.report.VerificationCheck;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the examination of a result found.
 *
 * @param outputs of the result on the samples, in ONNX Runtime
 * @param stages empty where nothing was measured
 */
record Findings(
    ModelFigures before,
    ModelFigures after,
    OutputAgreement agreement,
    List<Tensor> outputs,
    List<VerificationCheck> verification,
    List<StageReport> stages) {
  Findings {
    outputs = List.copyOf(outputs);
    verification = List.copyOf(verification);
    stages = List.copyOf(stages);
  }

  /** With other checks in front. */
  Findings withFirst(List<VerificationCheck> checks) {
    return with(checks, verification);
  }

  /** With other checks at the end. */
  Findings withLast(List<VerificationCheck> checks) {
    return with(verification, checks);
  }

  private Findings with(List<VerificationCheck> first, List<VerificationCheck> last) {
    List<VerificationCheck> all = Stream.concat(first.stream(), last.stream()).toList();
    return new Findings(before, after, agreement, outputs, all, stages);
  }

  /** With what was measured on labelled samples. */
  Findings withStages(List<StageReport> evaluated, String split) {
    return new Findings(
        before.with(MeasuredAccuracy.of(split, evaluated.getFirst().evaluation())),
        after.with(MeasuredAccuracy.of(split, evaluated.getLast().evaluation())),
        agreement,
        outputs,
        verification,
        evaluated);
  }
}
