package io.espalier.job.run;

import io.espalier.dataset.BundledDatasets;
import io.espalier.dataset.LabelledImages;
import io.espalier.graph.Dim;
import io.espalier.graph.TensorType;
import io.espalier.graph.ValueInfo;
import io.espalier.method.Analysis;
import io.espalier.method.Compression;
import io.espalier.method.MethodRegistry;
import io.espalier.method.spec.Evaluation;
import io.espalier.method.spec.JobSpec;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.Problems;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** Says what a job document will do, or everything that is wrong with it; nothing is run. */
public final class JobPlanner {
  private static final String DATASET_PLACE = "/evaluate/dataset";

  private final MethodRegistry methods;
  private final Compression compression;
  private final ModelOpener models;
  private final BundledDatasets datasets;

  public JobPlanner(MethodRegistry methods, ModelOpener models, BundledDatasets datasets) {
    this.methods = methods;
    this.compression = new Compression(methods);
    this.models = models;
    this.datasets = datasets;
  }

  /**
   * Reads, checks and plans a job.
   *
   * @throws io.espalier.problem.EspalierException VALIDATION_FAILED, INVALID_ID, NOT_FOUND,
   *     INFEASIBLE_PLAN or NON_FINITE_WEIGHTS
   */
  public PlannedJob plan(JsonNode document) {
    JobSpec spec = methods.jobSpecReader().read(document);
    try (Arena arena = Arena.ofShared()) {
      Analysis analysis = models.open(spec.model(), arena).analysis();
      Problems problems = new Problems();
      spec.evaluation().ifPresent(evaluation -> check(evaluation, analysis, problems));
      problems.throwIfPresent(ErrorCode.VALIDATION_FAILED);
      return new PlannedJob(spec, compression.plan(analysis, spec));
    }
  }

  private void check(Evaluation evaluation, Analysis analysis, Problems problems) {
    datasets
        .find(evaluation.dataset())
        .ifPresentOrElse(
            images -> checkFits(images, analysis.graph().inputs(), problems),
            () -> unknownDataset(evaluation, problems));
  }

  private void unknownDataset(Evaluation evaluation, Problems problems) {
    problems.add(
        DATASET_PLACE,
        "unknown-value",
        "There is no data set (%s). Available: %s."
            .formatted(evaluation.dataset(), String.join(", ", datasets.names())));
  }

  private static void checkFits(
      LabelledImages images, List<ValueInfo> inputs, Problems problems) {
    TensorType sample = images.images().type();
    if (inputs.size() != 1 || !accepts(inputs.getFirst().type(), sample)) {
      problems.add(
          DATASET_PLACE,
          "dataset-mismatch",
          "The images of (%s), %s, do not fit the model's inputs (%s)."
              .formatted(images.name(), sample, inputs));
    }
  }

  private static boolean accepts(TensorType input, TensorType sample) {
    return input.elementType() == sample.elementType()
        && input.rank() == sample.rank()
        && IntStream.range(1, input.rank()).allMatch(i -> accepts(input.dim(i), sample.dim(i)));
  }

  private static boolean accepts(Dim input, Dim sample) {
    return !input.isKnown() || input.equals(sample);
  }
}
