package io.espalier.job.run;

import io.espalier.catalog.dataset.DatasetLibrary;
import io.espalier.dataset.DatasetSummary;
import io.espalier.dataset.load.InputFit;
import io.espalier.graph.Graph;
import io.espalier.method.spec.JobSpec;
import io.espalier.problem.Problems;

/** Whether the data sets that a job names are there and fit its model. */
final class JobDataFit {
  private final DatasetLibrary library;
  private final JobSpec spec;
  private final Problems problems;

  JobDataFit(DatasetLibrary library, JobSpec spec, Problems problems) {
    this.library = library;
    this.spec = spec;
    this.problems = problems;
  }

  void check(Graph model) {
    spec.dataset().ifPresent(named -> check("/dataset", named, model));
    spec.evaluationDataset().ifPresent(named -> checkEvaluation(named, model));
  }

  private void checkEvaluation(String named, Graph model) {
    if (!spec.dataset().equals(spec.evaluationDataset())) {
      check("/evaluate/dataset", named, model);
    }
    String split = spec.evaluation().orElseThrow().split();
    library
        .summary(named)
        .filter(summary -> !summary.splits().containsKey(split))
        .ifPresent(
            summary ->
                problems.add(
                    "/evaluate/split",
                    "unknown-value",
                    "The data set (%s) has no split (%s). Available: %s."
                        .formatted(named, split, String.join(", ", summary.splits().keySet()))));
  }

  private void check(String place, String named, Graph model) {
    library
        .summary(named)
        .ifPresentOrElse(
            summary -> checkFits(place, named, summary, model), () -> addUnknown(place, named));
  }

  private void addUnknown(String place, String named) {
    problems.add(
        place,
        "unknown-value",
        "There is no data set (%s). Bundled ones: %s. Others are uploaded to /v1/datasets."
            .formatted(named, String.join(", ", library.bundledNames())));
  }

  private void checkFits(String place, String named, DatasetSummary summary, Graph model) {
    new InputFit(
            library.name(named).orElse(named),
            summary,
            spec.preprocess().applyTo(summary.preprocessing()))
        .faults(model.inputs(), model.outputs())
        .forEach(fault -> problems.add(place, "dataset-mismatch", fault));
  }
}
