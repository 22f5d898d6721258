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
 */
public record Report(
    ModelFigures before,
    ModelFigures after,
    List<StepReport> steps,
    List<LayerComparison> layers,
    Optional<OutputAgreement> agreement,
    List<VerificationCheck> verification,
    List<Convention> conventions,
    Provenance provenance) {
  public Report {
    steps = List.copyOf(steps);
    layers = List.copyOf(layers);
    verification = List.copyOf(verification);
    conventions = List.copyOf(conventions);
  }
}
