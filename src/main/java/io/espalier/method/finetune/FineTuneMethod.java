package io.espalier.method.finetune;

import io.espalier.dataset.TrainingData;
import io.espalier.engine.Device;
import io.espalier.engine.TorchRuntime;
import io.espalier.engine.train.LearnedWeights;
import io.espalier.engine.train.Learner;
import io.espalier.engine.train.Trainer;
import io.espalier.engine.train.TrainingResult;
import io.espalier.engine.train.TrainingSettings;
import io.espalier.graph.Graph;
import io.espalier.graph.analysis.Analysis;
import io.espalier.graph.shape.TypedGraph;
import io.espalier.method.CompressionMethod;
import io.espalier.method.CostTotals;
import io.espalier.method.Equivalence;
import io.espalier.method.LayerComparison;
import io.espalier.method.PlanContext;
import io.espalier.method.StepContext;
import io.espalier.method.StepOutput;
import io.espalier.method.StepPlan;
import io.espalier.method.TrainingContext;
import io.espalier.method.TrainingPlan;
import io.espalier.method.TrainingRecord;
import io.espalier.method.TrainingRecord.BestEpoch;
import io.espalier.method.spec.FineTuneSpec;
import io.espalier.method.spec.StepDescription;
import io.espalier.method.spec.training.TrainingSpec;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problem;
import io.espalier.problem.Problems;
import java.util.List;
import java.util.Optional;

/** Fine-tuning: the weights learn on the job's data set, and the graph stays as it is. */
public final class FineTuneMethod implements CompressionMethod<FineTuneSpec> {
  private static final double NANOS_PER_SECOND = 1e9;

  private static final Equivalence TUNED =
      new Equivalence.Unlike(
          "tuned equals untuned", "Training changes what is computed, by design.");

  @Override
  public Class<FineTuneSpec> specType() {
    return FineTuneSpec.class;
  }

  @Override
  public StepDescription<FineTuneSpec> description() {
    return FineTuneOptions.DESCRIPTION;
  }

  @Override
  public StepPlan plan(Analysis analysis, FineTuneSpec spec, PlanContext context) {
    requireProgram(analysis);
    TuningPlace place = new TuningPlace(context, FineTuneSpec.TYPE, "");
    Problems problems = new Problems();
    context
        .dataset()
        .ifPresent(data -> new DataFit(spec.training(), data, place, problems).check(analysis));
    problems.throwIfPresent(ErrorCode.VALIDATION_FAILED);
    TrainableWeights weights = TrainableWeights.of(analysis, spec.training(), place);
    CostTotals cost = CostTotals.of(analysis.cost());
    return new StepPlan(
        FineTuneSpec.TYPE,
        cost,
        cost,
        Optional.empty(),
        Optional.of(weights.plan()),
        List.of(),
        List.of(),
        LayerComparison.between(analysis.cost(), analysis.cost()),
        List.of(),
        false);
  }

  private static void requireProgram(Analysis analysis) {
    List<Problem> unsupported = TorchRuntime.unsupported(analysis.typed());
    if (!unsupported.isEmpty()) {
      throw new EspalierException(
          ErrorCode.INFEASIBLE_PLAN, "The model cannot be trained.", unsupported);
    }
  }

  @Override
  public Graph outline(Analysis analysis, FineTuneSpec spec, StepPlan plan) {
    return analysis.graph();
  }

  @Override
  public StepOutput apply(
      Analysis analysis, FineTuneSpec spec, StepPlan plan, StepContext context) {
    TrainingContext training = context.training();
    TrainingSpec options = spec.training();
    TrainingSettings settings =
        options.settings(
            training.samples().summary().task(),
            TrainableWeights.of(analysis, options).groups(),
            training.seed());
    TrainingData data =
        training
            .samples()
            .training(
                options.batchSize(), options.validationShare(), spec.augment(), training.seed());
    long started = training.nanoClock().getAsLong();
    TrainingResult result = train(analysis, settings, data, training);
    double seconds = (training.nanoClock().getAsLong() - started) / NANOS_PER_SECOND;
    TrainingPlan sizes = plan.training().orElseThrow();
    return StepOutput.of(LearnedWeights.into(analysis.graph(), result.weights()), plan, TUNED)
        .with(record(sizes, data, result, seconds, training.devices()));
  }

  private static TrainingResult train(
      Analysis analysis, TrainingSettings settings, TrainingData data, TrainingContext training) {
    Optional<TypedGraph> teacher =
        settings.learner().distillation().map(_ -> training.original().typed());
    try (Learner learner =
        training.learners().open(analysis.typed(), settings.learner(), teacher)) {
      return new Trainer(training.nanoClock())
          .train(learner, settings, data, training.checkpoints(), training.listener());
    }
  }

  private static TrainingRecord record(
      TrainingPlan sizes,
      TrainingData data,
      TrainingResult result,
      double seconds,
      List<Device> devices) {
    return new TrainingRecord(
        sizes.trainableParameters(),
        sizes.frozenParameters(),
        data.samples(),
        data.validationSamples(),
        result.epochs(),
        result.steps(),
        seconds,
        devices.stream().map(Device::toString).toList(),
        result.best().map(FineTuneMethod::best),
        result.stoppedEarly(),
        result.curve());
  }

  private static BestEpoch best(TrainingResult.Validation best) {
    return new BestEpoch(
        best.epoch() + 1,
        best.loss(),
        Double.isNaN(best.accuracy()) ? Optional.empty() : Optional.of(best.accuracy()));
  }
}
