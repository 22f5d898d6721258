package io.espalier.method.spec.training;

import static io.espalier.method.spec.training.OptimizerOptions.number;

import io.espalier.engine.train.BatchNormMode;
import io.espalier.engine.train.Distillation;
import io.espalier.engine.train.Loss;
import io.espalier.engine.train.Optimizer;
import io.espalier.engine.train.Schedule;
import io.espalier.engine.train.TrainingPrecision;
import io.espalier.engine.train.TrainingSettings.Length;
import io.espalier.json.ChoiceType;
import io.espalier.json.FractionType;
import io.espalier.json.IntegerType;
import io.espalier.json.ObjectType;
import io.espalier.json.Option;
import io.espalier.json.OptionValues;
import io.espalier.json.TaggedType;
import io.espalier.method.spec.MethodSpec;
import io.espalier.method.spec.StepDescription;
import io.espalier.method.spec.training.TrainingSpec.EarlyStop;
import io.espalier.method.spec.training.TrainingSpec.LossChoice;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The options of a training, with the defaults of one step type.
 *
 * <p>A step type adds {@link #all()} to its own options, makes its {@link TrainingSpec} with {@link
 * #read}, and gives its description to {@link #restrict}.
 */
public final class TrainingOptions {
  private static final String EPOCHS = "epochs";
  private static final String STEPS = "steps";
  private static final int MOST_EPOCHS = 10_000;
  private static final long MOST_STEPS = 100_000_000;
  private static final int MOST_SAMPLES = 65_536;
  private static final int MOST_PATIENCE = 10_000;
  private static final double LEAST_NORM = 1e-6;
  private static final double MOST_NORM = 1e6;
  private static final double LEAST_SHARE = 0.001;
  private static final double MOST_SHARE = 0.5;
  private static final double LEAST_TEMPERATURE = 0.1;
  private static final double MOST_TEMPERATURE = 100;

  private static final Option<Double> SMOOTHING =
      number(
          "labelSmoothing",
          FractionType.between(0, 1),
          "Share of each target that is spread over all classes.",
          0);
  private static final Option<Double> DELTA =
      number(
          "delta",
          FractionType.between(LEAST_NORM, MOST_NORM),
          "Where the loss goes over from squared to linear.",
          1);
  private static final Option<Double> VALIDATION =
      number(
          "validation",
          FractionType.upTo(LEAST_SHARE, MOST_SHARE),
          "Share of the training samples that is held back; the test split is never used.",
          0.1);
  private static final Option<Integer> PATIENCE =
      Option.withDefault(
          "patience",
          IntegerType.ofInt(1, MOST_PATIENCE),
          "Epochs in a row without an improvement after which the training ends.",
          3,
          3);
  private static final Option<Double> IMPROVEMENT =
      number(
          "minimumImprovement",
          FractionType.between(0, MOST_NORM),
          "What the validation loss must fall by to count.",
          0);
  private static final Option<Double> TEMPERATURE =
      number(
          "temperature",
          FractionType.upTo(LEAST_TEMPERATURE, MOST_TEMPERATURE),
          "What both networks' outputs are divided by before they are compared.",
          4);
  private static final Option<Double> ALPHA =
      number(
          "alpha", FractionType.upTo(0, 1), "Weight of the original's outputs in the loss.", 0.5);

  private static final Option<Optional<Integer>> EPOCH_COUNT =
      Option.optional(
          EPOCHS, IntegerType.ofInt(1, MOST_EPOCHS), "Passes over the training samples.");
  private static final Option<Optional<Long>> STEP_COUNT =
      Option.optional(
          STEPS,
          IntegerType.ofLong(1, MOST_STEPS),
          "Steps of the optimiser, in the place of epochs.");
  private static final Option<Optional<Integer>> MICRO_BATCH =
      Option.optional(
          "microBatch",
          IntegerType.ofInt(1, MOST_SAMPLES),
          "Most samples on the device at once; a larger batch is taken in parts whose gradients"
              + " are added. Make it smaller when the memory of the device does not suffice.");
  private static final Option<Optional<Double>> CLIP_NORM =
      Option.optional(
          "clipNorm",
          FractionType.between(LEAST_NORM, MOST_NORM),
          "All gradients together are scaled down to this norm.");
  private static final Option<Optional<Double>> EMA =
      Option.optional(
          "ema",
          FractionType.between(LEAST_NORM, 1),
          "Decay of a moving average of the weights, which is what the step results in.");
  private static final Option<Optional<EarlyStop>> EARLY_STOPPING =
      Option.optional(
          "earlyStopping",
          ObjectType.of(
              List.of(VALIDATION, PATIENCE, IMPROVEMENT),
              values ->
                  new EarlyStop(
                      values.get(VALIDATION), values.get(PATIENCE), values.get(IMPROVEMENT))),
          "End when the loss on held back training samples no longer falls, with the weights of"
              + " the best epoch.");
  private static final Option<Optional<Distillation>> DISTILL =
      Option.optional(
          "distill",
          ObjectType.of(
              List.of(TEMPERATURE, ALPHA),
              values -> new Distillation(values.get(TEMPERATURE), values.get(ALPHA))),
          "Learn from the original model's outputs too.");

  private final TrainingSpec usual;
  private final WeightOptions weights;
  private final Option<Integer> batchSize;
  private final Option<Optimizer> optimizer;
  private final Option<Schedule> schedule;
  private final Option<LossChoice> loss;
  private final Option<TrainingPrecision> precision;
  private final Option<BatchNormMode> batchNorm;

  /**
   * @param usual what absent options stand for
   */
  public TrainingOptions(TrainingSpec usual) {
    this.usual = usual;
    weights = new WeightOptions(usual.weights());
    batchSize =
        Option.withDefault(
            "batchSize",
            IntegerType.ofInt(1, MOST_SAMPLES),
            "Samples of one step of the optimiser.",
            usual.batchSize(),
            usual.batchSize());
    optimizer =
        Option.withDefault(
            "optimizer",
            OptimizerOptions.type(usual.optimizer()),
            "How gradients change weights.",
            usual.optimizer(),
            TrainingDocument.of(usual.optimizer()));
    schedule =
        Option.withDefault(
            "schedule",
            ScheduleOptions.type(usual.schedule().warmup()),
            "How the learning rate changes, step by step.",
            usual.schedule(),
            TrainingDocument.of(usual.schedule()));
    loss =
        Option.withDefault(
            "loss",
            lossType(),
            "What is made small; auto is cross-entropy for classes and mse for numbers.",
            usual.loss(),
            TrainingDocument.of(usual.loss()));
    precision =
        Option.withDefault(
            "precision",
            ChoiceType.of(Arrays.stream(TrainingPrecision.values()), TrainingDocument::name),
            "What convolutions and matrix products compute with; bf16 and fp16 are for GPUs.",
            usual.precision(),
            TrainingDocument.name(usual.precision()));
    batchNorm =
        Option.withDefault(
            "batchNorm",
            ChoiceType.of(Arrays.stream(BatchNormMode.values()), TrainingDocument::name),
            "Whether BatchNormalization uses the statistics of the batch (training) or keeps its"
                + " running ones (frozen).",
            usual.batchNorm(),
            TrainingDocument.name(usual.batchNorm()));
  }

  /** Every option, in the order documents list them. */
  public List<Option<?>> all() {
    return List.of(
        EPOCH_COUNT,
        STEP_COUNT,
        batchSize,
        MICRO_BATCH,
        optimizer,
        schedule,
        CLIP_NORM,
        EMA,
        EARLY_STOPPING,
        DISTILL,
        loss,
        precision,
        batchNorm,
        weights.train(),
        weights.freeze(),
        weights.groups(),
        weights.decayVectors());
  }

  /** The training that values of {@link #all()} describe. */
  public TrainingSpec read(OptionValues values) {
    return new TrainingSpec(
        length(values),
        values.get(batchSize),
        values.get(MICRO_BATCH),
        values.get(optimizer),
        values.get(schedule),
        values.get(CLIP_NORM),
        values.get(EMA),
        values.get(EARLY_STOPPING),
        values.get(DISTILL),
        values.get(loss),
        values.get(precision),
        values.get(batchNorm),
        weights.read(values));
  }

  /** The step type with what no single option can say: epochs or steps, not both. */
  public <S extends MethodSpec> StepDescription<S> restrict(StepDescription<S> description) {
    return description.withOnlyOneOf(EPOCHS, STEPS);
  }

  /** An object of such options with the same restriction. */
  public <T> ObjectType<T> restrict(ObjectType<T> object) {
    return object.withOnlyOneOf(EPOCHS, STEPS);
  }

  private Length length(OptionValues values) {
    Optional<Length> epochs = values.get(EPOCH_COUNT).map(Length.Epochs::new);
    Optional<Length> steps = values.get(STEP_COUNT).map(Length.Steps::new);
    return epochs.or(() -> steps).orElse(usual.length());
  }

  private static TaggedType<LossChoice> lossType() {
    return TaggedType.of(
        List.of(
            new TaggedType.Kind<>(
                "auto",
                "By the task of the data set.",
                List.of(SMOOTHING),
                values -> new LossChoice.Auto(values.get(SMOOTHING))),
            given(
                "cross-entropy",
                "Cross entropy over the classes.",
                List.of(SMOOTHING),
                values -> new Loss.CrossEntropy(values.get(SMOOTHING))),
            given("mse", "Mean squared error.", List.of(), _ -> new Loss.MeanSquared()),
            given("mae", "Mean absolute error.", List.of(), _ -> new Loss.MeanAbsolute()),
            given(
                "huber",
                "Squared for small errors, linear for large ones.",
                List.of(DELTA),
                values -> new Loss.Huber(values.get(DELTA)))));
  }

  private static TaggedType.Kind<LossChoice> given(
      String name, String meaning, List<Option<?>> options, Function<OptionValues, Loss> make) {
    return new TaggedType.Kind<>(
        name, meaning, options, values -> new LossChoice.Given(make.apply(values)));
  }
}
