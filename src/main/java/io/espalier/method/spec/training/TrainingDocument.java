package io.espalier.method.spec.training;

import io.espalier.engine.train.BatchNormMode;
import io.espalier.engine.train.Distillation;
import io.espalier.engine.train.Loss;
import io.espalier.engine.train.Optimizer;
import io.espalier.engine.train.Schedule;
import io.espalier.engine.train.TrainingPrecision;
import io.espalier.engine.train.TrainingSettings.Length;
import io.espalier.method.spec.training.TrainingSpec.EarlyStop;
import io.espalier.method.spec.training.TrainingSpec.LossChoice;
import io.espalier.method.training.WeightRules;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes the options of a training as a job document has them. */
final class TrainingDocument {
  private static final String TYPE = "type";
  private static final String LEARNING_RATE = "learningRate";
  private static final String WEIGHT_DECAY = "weightDecay";
  private static final String LABEL_SMOOTHING = "labelSmoothing";

  private TrainingDocument() {}

  static Map<String, Object> of(TrainingSpec spec) {
    Map<String, Object> document = new LinkedHashMap<>();
    putLength(document, spec.length());
    document.put("batchSize", spec.batchSize());
    spec.microBatch().ifPresent(samples -> document.put("microBatch", samples));
    document.put("optimizer", of(spec.optimizer()));
    document.put("schedule", of(spec.schedule()));
    spec.clipNorm().ifPresent(norm -> document.put("clipNorm", norm));
    spec.ema().ifPresent(decay -> document.put("ema", decay));
    spec.earlyStopping().ifPresent(stop -> document.put("earlyStopping", of(stop)));
    spec.distillation().ifPresent(distill -> document.put("distill", of(distill)));
    document.put("loss", of(spec.loss()));
    document.put("precision", name(spec.precision()));
    document.put("batchNorm", name(spec.batchNorm()));
    putWeights(document, spec.weights());
    return document;
  }

  static String name(TrainingPrecision precision) {
    return precision.name().toLowerCase(Locale.ROOT);
  }

  static String name(BatchNormMode mode) {
    return mode.name().toLowerCase(Locale.ROOT);
  }

  private static void putLength(Map<String, Object> document, Length length) {
    switch (length) {
      case Length.Epochs epochs -> document.put("epochs", epochs.count());
      case Length.Steps steps -> document.put("steps", steps.count());
    }
  }

  static Map<String, Object> of(Optimizer optimizer) {
    return switch (optimizer) {
      case Optimizer.Sgd sgd ->
          object(
              TYPE,
              "sgd",
              LEARNING_RATE,
              sgd.learningRate(),
              "momentum",
              sgd.momentum(),
              "nesterov",
              sgd.nesterov(),
              WEIGHT_DECAY,
              sgd.weightDecay());
      case Optimizer.AdamW adam ->
          object(
              TYPE,
              "adamw",
              LEARNING_RATE,
              adam.learningRate(),
              "beta1",
              adam.beta1(),
              "beta2",
              adam.beta2(),
              "epsilon",
              adam.epsilon(),
              WEIGHT_DECAY,
              adam.weightDecay());
    };
  }

  static Map<String, Object> of(Schedule schedule) {
    String warmup = "warmup";
    return switch (schedule) {
      case Schedule.Constant constant -> object(TYPE, "constant", warmup, constant.warmup());
      case Schedule.Cosine cosine ->
          object(TYPE, "cosine", warmup, cosine.warmup(), "floor", cosine.floor());
      case Schedule.Linear linear ->
          object(TYPE, "linear", warmup, linear.warmup(), "floor", linear.floor());
      case Schedule.Step step ->
          object(
              TYPE,
              "step",
              warmup,
              step.warmup(),
              "milestones",
              step.milestones(),
              "gamma",
              step.gamma());
      case Schedule.OneCycle cycle ->
          object(
              TYPE,
              "one-cycle",
              warmup,
              cycle.warmup(),
              "start",
              cycle.start(),
              "floor",
              cycle.floor());
    };
  }

  static Map<String, Object> of(EarlyStop stop) {
    return object(
        "validation", stop.validation(),
        "patience", stop.patience(),
        "minimumImprovement", stop.minimumImprovement());
  }

  static Map<String, Object> of(Distillation distill) {
    return object("temperature", distill.temperature(), "alpha", distill.alpha());
  }

  static Map<String, Object> of(LossChoice choice) {
    return switch (choice) {
      case LossChoice.Auto auto -> object(TYPE, "auto", LABEL_SMOOTHING, auto.labelSmoothing());
      case LossChoice.Given given -> of(given.loss());
    };
  }

  private static Map<String, Object> of(Loss loss) {
    return switch (loss) {
      case Loss.CrossEntropy entropy ->
          object(TYPE, "cross-entropy", LABEL_SMOOTHING, entropy.smoothing());
      case Loss.MeanSquared _ -> object(TYPE, "mse");
      case Loss.MeanAbsolute _ -> object(TYPE, "mae");
      case Loss.Huber huber -> object(TYPE, "huber", "delta", huber.delta());
    };
  }

  private static void putWeights(Map<String, Object> document, WeightRules rules) {
    putUnlessEmpty(document, "train", rules.train());
    putUnlessEmpty(document, "freeze", rules.freeze());
    putUnlessEmpty(document, "groups", rules.groups().stream().map(TrainingDocument::of).toList());
    document.put("decayVectors", rules.decayVectors());
  }

  private static Map<String, Object> of(WeightRules.Group group) {
    Map<String, Object> document =
        object("match", group.match(), LEARNING_RATE, group.learningRate());
    group.weightDecay().ifPresent(decay -> document.put(WEIGHT_DECAY, decay));
    return document;
  }

  private static void putUnlessEmpty(Map<String, Object> document, String name, List<?> items) {
    if (!items.isEmpty()) {
      document.put(name, items);
    }
  }

  private static Map<String, Object> object(Object... namesAndValues) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      object.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return object;
  }
}
