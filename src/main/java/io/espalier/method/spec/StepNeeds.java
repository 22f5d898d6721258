package io.espalier.method.spec;

import io.espalier.problem.Problems;

/** What steps need of the rest of their job; a schema cannot say so. */
final class StepNeeds {
  private static final String DATASET = "/dataset";
  private static final String MISSING = "dataset-missing";

  private StepNeeds() {}

  static void check(JobSpec job, Problems problems) {
    for (int i = 0; i < job.steps().size(); i++) {
      checkData(job, i, problems);
      checkDevices(job, i, problems);
    }
    if (job.evaluation().isPresent() && job.evaluationDataset().isEmpty()) {
      problems.add(
          DATASET,
          MISSING,
          "The evaluation has nothing to measure on. Give the job a dataset: an identifier (ds_…)"
              + " or the name of a bundled set.");
    }
  }

  private static void checkData(JobSpec job, int index, Problems problems) {
    if (job.dataset().isEmpty()) {
      MethodSpec step = job.steps().get(index);
      step.dataUses().forEach(use -> problems.add(DATASET, MISSING, withoutData(use, index, step)));
    }
  }

  private static String withoutData(String use, int index, MethodSpec step) {
    return "The %s of step %d (%s) needs samples. Give the job a dataset: an identifier (ds_…) or the name of a bundled set."
        .formatted(use, index + 1, step.type());
  }

  private static void checkDevices(JobSpec job, int index, Problems problems) {
    int devices = job.placement().devices();
    MethodSpec step = job.steps().get(index);
    if (step.measuresTime() && devices > 1) {
      problems.add(
          "/devices",
          "conflicting-fields",
          "Step %d (%s) measures times on one device, but the job asks for %d devices. Ask for one."
              .formatted(index + 1, step.type(), devices));
    }
  }
}
