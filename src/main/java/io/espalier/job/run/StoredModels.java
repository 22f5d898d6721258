package io.espalier.job.run;

import io.espalier.catalog.Model;
import io.espalier.catalog.dataset.DatasetLibrary;
import io.espalier.graph.analysis.Analysis;
import io.espalier.graph.channel.ChannelGroup;
import io.espalier.method.Compression;
import io.espalier.method.JobPlan;
import io.espalier.method.spec.JobSpec;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.Problems;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.function.Function;

/** Answers questions about stored models by analysis alone; nothing is run. */
public final class StoredModels {
  private final ModelOpener models;
  private final Compression compression;
  private final DatasetLibrary datasets;
  private final DataChecks data;

  public StoredModels(ModelOpener models, Compression compression, DatasetLibrary datasets) {
    this.models = models;
    this.compression = compression;
    this.datasets = datasets;
    this.data = new DataChecks(datasets);
  }

  /**
   * What a job would do to a model.
   *
   * @throws io.espalier.problem.EspalierException VALIDATION_FAILED when a data set is not there or
   *     does not fit the model, INFEASIBLE_PLAN or NON_FINITE_WEIGHTS when the model cannot be
   *     treated so, ARTIFACT_CORRUPT when its content is gone
   */
  public JobPlan plan(Model model, JobSpec spec) {
    try (Arena arena = Arena.ofShared()) {
      Analysis analysis = models.open(model, arena).source().analysis();
      Problems problems = new Problems();
      data.check(spec, analysis.graph(), problems);
      problems.throwIfPresent(ErrorCode.VALIDATION_FAILED);
      return compression.plan(analysis, spec, spec.dataset().flatMap(datasets::summary));
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
}
