package io.espalier.job.run;

import io.espalier.catalog.Model;
import io.espalier.dataset.BundledDatasets;
import io.espalier.dataset.LabelledImages;
import io.espalier.graph.Dim;
import io.espalier.graph.TensorType;
import io.espalier.graph.ValueInfo;
import io.espalier.graph.analysis.Analysis;
import io.espalier.graph.channel.ChannelGroup;
import io.espalier.method.Compression;
import io.espalier.method.JobPlan;
import io.espalier.method.spec.JobSpec;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.Problems;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Answers questions about stored models by analysis alone; nothing is run. */
public final class StoredModels {
  private static final String DATASET_PLACE = "/evaluate/dataset";

  private final ModelOpener models;
  private final Compression compression;
  private final BundledDatasets datasets;

  public StoredModels(ModelOpener models, Compression compression, BundledDatasets datasets) {
    this.models = models;
    this.compression = compression;
    this.datasets = datasets;
  }

  /**
   * What a job would do to a model.
   *
   * @throws io.espalier.problem.EspalierException VALIDATION_FAILED when the data set does not fit
   *     the model, INFEASIBLE_PLAN or NON_FINITE_WEIGHTS when the model cannot be treated so,
   *     ARTIFACT_CORRUPT when its content is gone
   */
  public JobPlan plan(Model model, JobSpec spec) {
    try (Arena arena = Arena.ofShared()) {
      Analysis analysis = models.open(model, arena).source().analysis();
      Problems problems = new Problems();
      spec.evaluationDataset().ifPresent(dataset -> check(dataset, analysis, problems));
      problems.throwIfPresent(ErrorCode.VALIDATION_FAILED);
      return compression.plan(analysis, spec, Optional.empty());
    }
  }

  /**
   * The channel groups of a model, prunable and frozen, in graph order, and then the heads of
   * attentions whose dimensions are among them.
   *
   * @throws io.espalier.problem.EspalierException ARTIFACT_CORRUPT when the content is gone
   */
  public List<ChannelGroup> groups(Model model) {
    return read(model, analysis -> analysis.channels().allGroups());
  }

  /**
   * What a question finds in a model; the weights are there only while it is asked.
   *
   * @throws io.espalier.problem.EspalierException ARTIFACT_CORRUPT when the content is gone
   */
  public <T> T read(Model model, Function<Analysis, T> question) {
    try (Arena arena = Arena.ofShared()) {
      return question.apply(models.open(model, arena).source().analysis());
    }
  }

  private void check(String dataset, Analysis analysis, Problems problems) {
    datasets
        .find(dataset)
        .ifPresentOrElse(
            images -> checkFits(images, analysis.graph().inputs(), problems),
            () -> unknownDataset(dataset, problems));
  }

  private void unknownDataset(String dataset, Problems problems) {
    problems.add(
        DATASET_PLACE,
        "unknown-value",
        "There is no data set (%s). Available: %s."
            .formatted(dataset, String.join(", ", datasets.names())));
  }

  private static void checkFits(LabelledImages images, List<ValueInfo> inputs, Problems problems) {
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
