package io.espalier.report;

import io.espalier.method.LayerComparison;
import java.util.List;
import java.util.Optional;

/**
 * What a job did to a model; every number was counted or measured by the job itself.
 *
 * @param steps what was asked and what was reached, in order
 * @param layers every layer with a cost, before and after
 * @param agreement of the outputs with the original's; empty when it was not measured
 * @param verification what the result had to pass before it was published
 * @param conventions how the numbers are counted, by name of the number
 * @param stages how good the model was as it came and after every step; empty where it was not
 *     measured
 * @param trainedOn empty where nothing was trained
 * @param measuredOn the split of the stages; no step chose anything by it
 */
public record Report(
    ModelFigures before,
    ModelFigures after,
    List<StepReport> steps,
    List<LayerComparison> layers,
    Optional<OutputAgreement> agreement,
    List<VerificationCheck> verification,
    List<Convention> conventions,
    List<StageReport> stages,
    Optional<DataUse> trainedOn,
    Optional<DataUse> measuredOn,
    Provenance provenance) {
  public Report {
    steps = List.copyOf(steps);
    layers = List.copyOf(layers);
    verification = List.copyOf(verification);
    conventions = List.copyOf(conventions);
    stages = List.copyOf(stages);
  }

  /** Whether a step trained, so that figures are not those of a cut alone. */
  boolean trained() {
    return steps.stream().anyMatch(step -> step.training().isPresent());
  }
}
