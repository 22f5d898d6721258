package io.espalier.job.run;

import io.espalier.catalog.dataset.DatasetLibrary;
import io.espalier.dataset.DatasetSummary;
import io.espalier.dataset.DatasetTask;
import io.espalier.dataset.load.InputFit;
import io.espalier.graph.Graph;
import io.espalier.graph.ValueInfo;
import io.espalier.method.spec.Evaluation;
import io.espalier.method.spec.JobSpec;
import io.espalier.method.spec.MethodSpec;
import io.espalier.problem.Problems;
import java.util.Optional;
import java.util.OptionalInt;

/** Whether the data sets of a job are there, have what it reads of them, and fit its model. */
final class DataChecks {
  private static final String DATASET = "/dataset";
  private static final String EVALUATION_DATASET = "/evaluate/dataset";
  private static final String EVALUATION_SPLIT = "/evaluate/split";
  private static final String TRAINING_SPLIT = "train";

  private final DatasetLibrary library;

  DataChecks(DatasetLibrary library) {
    this.library = library;
  }

  /** Reports every fault at its place in the job document. */
  void check(JobSpec job, Graph model, Problems problems) {
    job.dataset().ifPresent(name -> checkOwn(name, job, model, problems));
    job.evaluation().ifPresent(evaluation -> checkEvaluation(evaluation, job, model, problems));
  }

  private void checkOwn(String name, JobSpec job, Graph model, Problems problems) {
    find(DATASET, name, problems)
        .ifPresent(
            summary -> {
              if (job.steps().stream().anyMatch(MethodSpec::needsData)) {
                requireSplit(DATASET, TRAINING_SPLIT, name, summary, problems);
              }
              checkFit(DATASET, name, summary, job, model, problems);
            });
  }

  private void checkEvaluation(Evaluation evaluation, JobSpec job, Graph model, Problems problems) {
    Optional<DatasetSummary> own = job.dataset().flatMap(library::summary);
    evaluation
        .dataset()
        .flatMap(name -> findAndFit(name, job, model, problems))
        .or(() -> evaluation.dataset().isEmpty() ? own : Optional.empty())
        .ifPresent(
            summary ->
                requireSplit(
                    EVALUATION_SPLIT,
                    evaluation.split(),
                    job.evaluationDataset().orElseThrow(),
                    summary,
                    problems));
  }

  private Optional<DatasetSummary> findAndFit(
      String name, JobSpec job, Graph model, Problems problems) {
    Optional<DatasetSummary> found = find(EVALUATION_DATASET, name, problems);
    found.ifPresent(summary -> checkFit(EVALUATION_DATASET, name, summary, job, model, problems));
    return found;
  }

  private Optional<DatasetSummary> find(String place, String name, Problems problems) {
    Optional<DatasetSummary> found = library.summary(name);
    if (found.isEmpty()) {
      problems.add(
          place,
          "unknown-value",
          "There is no data set (%s). Upload one, or name a bundled one: %s."
              .formatted(name, String.join(", ", library.bundledNames())));
    }
    return found;
  }

  private static void requireSplit(
      String place, String split, String name, DatasetSummary summary, Problems problems) {
    if (!summary.splits().containsKey(split)) {
      problems.add(
          place,
          "unknown-split",
          "The data set (%s) has no split (%s). It has: %s."
              .formatted(name, split, String.join(", ", summary.splits().keySet())));
    }
  }

  private static void checkFit(
      String place,
      String name,
      DatasetSummary summary,
      JobSpec job,
      Graph model,
      Problems problems) {
    new InputFit(name, summary, job.preprocess().applyTo(summary.preprocessing()))
        .faults(model.inputs(), model.outputs())
        .forEach(fault -> problems.add(place, "dataset-mismatch", fault));
    model.outputs().stream()
        .findFirst()
        .filter(output -> !answers(output, summary.task()))
        .ifPresent(
            output ->
                problems.add(place, "task-mismatch", wrongTask(name, summary.task(), output)));
  }

  private static boolean answers(ValueInfo output, DatasetTask task) {
    OptionalInt rank = rank(task);
    return rank.isEmpty() || output.type().rank() == rank.getAsInt();
  }

  private static OptionalInt rank(DatasetTask task) {
    return switch (task) {
      case CLASSIFICATION -> OptionalInt.of(2);
      case SEQUENCE -> OptionalInt.of(3);
      case SEGMENTATION -> OptionalInt.of(4);
      case REGRESSION -> OptionalInt.empty();
    };
  }

  private static String wrongTask(String name, DatasetTask task, ValueInfo output) {
    return "The data set (%s) is for %s, which needs an output of rank %d; the output %s (%s) has another."
        .formatted(name, task.wireName(), rank(task).orElseThrow(), output.name(), output.type());
  }
}
