package io.espalier.method.finetune;

import io.espalier.dataset.DatasetSummary;
import io.espalier.dataset.DatasetSummary.SplitSummary;
import io.espalier.dataset.DatasetTask;
import io.espalier.engine.train.Loss;
import io.espalier.graph.Dim;
import io.espalier.graph.TensorType;
import io.espalier.graph.analysis.Analysis;
import io.espalier.method.spec.training.TrainingSpec;
import io.espalier.method.training.TuningPlace;
import io.espalier.problem.Problems;

/** Whether a network can learn what a data set holds, as far as it can be told without running. */
final class DataFit {
  private static final String TRAIN = "train";

  private final TrainingSpec training;
  private final DatasetSummary data;
  private final TuningPlace place;
  private final Problems problems;

  DataFit(TrainingSpec training, DatasetSummary data, TuningPlace place, Problems problems) {
    this.training = training;
    this.data = data;
    this.place = place;
    this.problems = problems;
  }

  void check(Analysis analysis) {
    checkLoss();
    checkSamples();
    checkClasses(analysis.typed().types().get(analysis.graph().outputs().getFirst().name()));
  }

  private void checkLoss() {
    Loss loss = training.loss().of(data.task());
    boolean ofClasses = loss instanceof Loss.CrossEntropy;
    if (ofClasses == (data.task() == DatasetTask.REGRESSION)) {
      problems.add(
          place.of("loss"),
          "loss-mismatch",
          "The loss of %s is for %s, but the task of the data set is %s."
              .formatted(place.step(), ofClasses ? "classes" : "numbers", data.task().wireName()));
    }
  }

  private void checkSamples() {
    int samples = samples();
    int held = heldBack(samples);
    int left = samples - (hasValidationSplit() ? 0 : held);
    if (samples == 0) {
      problems.add(
          place.of("batchSize"),
          "no-samples",
          "The data set has no split (train) for %s to learn from.".formatted(place.step()));
    } else if (training.validationShare() > 0 && held == 0) {
      problems.add(
          place.of("earlyStopping/validation"),
          "no-samples",
          "The validation (%s) of %d training samples leaves none to judge by. Take a larger share."
              .formatted(training.validationShare(), samples));
    } else if (training.batchSize() > left) {
      problems.add(
          place.of("batchSize"),
          "out-of-range",
          "The batchSize (%d) must be at most the number of training samples (%d)."
              .formatted(training.batchSize(), left));
    }
  }

  private int samples() {
    SplitSummary train = data.splits().get(TRAIN);
    return train == null ? 0 : train.samples();
  }

  private boolean hasValidationSplit() {
    return data.splits().containsKey("val");
  }

  private int heldBack(int samples) {
    return hasValidationSplit()
        ? data.splits().get("val").samples()
        : (int) Math.round(training.validationShare() * samples);
  }

  private void checkClasses(TensorType output) {
    if (data.task() == DatasetTask.REGRESSION || output.rank() < 2) {
      return;
    }
    Dim classes = output.dim(data.task() == DatasetTask.SEQUENCE ? output.rank() - 1 : 1);
    if (classes.isKnown() && classes.size() < data.classes().size()) {
      problems.add(
          "/dataset",
          "dataset-mismatch",
          "The data set has %d classes, but the model's first output (%s) answers with %d."
              .formatted(data.classes().size(), output, classes.size()));
    }
  }
}
