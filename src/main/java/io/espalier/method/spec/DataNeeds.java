package io.espalier.method.spec;

import io.espalier.problem.Problems;

/** What needs a data set must be given one; a schema cannot say so. */
final class DataNeeds {
  private static final String PLACE = "/dataset";
  private static final String MISSING = "dataset-missing";

  private DataNeeds() {}

  static void check(JobSpec job, Problems problems) {
    for (int i = 0; i < job.steps().size(); i++) {
      MethodSpec step = job.steps().get(i);
      if (step.needsData() && job.dataset().isEmpty()) {
        problems.add(PLACE, MISSING, stepWithoutData(i, step));
      }
    }
    if (job.evaluation().isPresent() && job.evaluationDataset().isEmpty()) {
      problems.add(
          PLACE,
          MISSING,
          "The evaluation has nothing to measure on. Give the job a dataset: an identifier (ds_…)"
              + " or the name of a bundled set.");
    }
  }

  private static String stepWithoutData(int index, MethodSpec step) {
    return "Step %d (%s) has nothing to train on. Give the job a dataset: an identifier (ds_…) or the name of a bundled set."
        .formatted(index + 1, step.type());
  }
}
