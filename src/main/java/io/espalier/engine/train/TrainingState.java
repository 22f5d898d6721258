package io.espalier.engine.train;

import io.espalier.engine.train.TrainingResult.Validation;
import io.espalier.graph.Tensor;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All that a training needs to go on, as a checkpoint holds it.
 *
 * @param learner what {@link Learner#restore} takes
 * @param worse epochs since the best
 */
record TrainingState(
    Position position,
    Map<String, Tensor> learner,
    Optional<Validation> best,
    Map<String, Tensor> bestWeights,
    int worse,
    Map<String, Tensor> curve) {
  private static final String SETTINGS = "settings";
  private static final String EPOCH = "epoch";
  private static final String BATCH = "batch";
  private static final String STEP = "step";
  private static final String SKIPPED = "skipped-updates";
  private static final String COMPLETE = "complete";
  private static final String WORSE = "epochs-since-best";
  private static final String BEST_EPOCH = "best-epoch";
  private static final String BEST_STEP = "best-step";
  private static final String BEST_LOSS = "best-loss";
  private static final String BEST_ACCURACY = "best-accuracy";
  private static final String LEARNER = "learner/";
  private static final String BEST = "best/";
  private static final String CURVE = "curve/";

  /** Whether a checkpoint was written by a training of these settings. */
  static boolean belongs(Checkpoint checkpoint, String fingerprint) {
    return fingerprint.equals(checkpoint.values().get(SETTINGS));
  }

  Checkpoint toCheckpoint(String fingerprint) {
    Map<String, Tensor> tensors = new HashMap<>();
    learner.forEach((name, tensor) -> tensors.put(LEARNER + name, tensor));
    bestWeights.forEach((name, tensor) -> tensors.put(BEST + name, tensor));
    curve.forEach((name, tensor) -> tensors.put(CURVE + name, tensor));
    Map<String, String> values = new TreeMap<>();
    values.put(SETTINGS, fingerprint);
    values.put(EPOCH, Integer.toString(position.epoch()));
    values.put(BATCH, Integer.toString(position.batch()));
    values.put(STEP, Long.toString(position.step()));
    values.put(SKIPPED, Integer.toString(position.skipped()));
    values.put(COMPLETE, Boolean.toString(position.complete()));
    values.put(WORSE, Integer.toString(worse));
    best.ifPresent(validation -> putBest(values, validation));
    return new Checkpoint(tensors, values);
  }

  private static void putBest(Map<String, String> values, Validation best) {
    values.put(BEST_EPOCH, Integer.toString(best.epoch()));
    values.put(BEST_STEP, Long.toString(best.step()));
    values.put(BEST_LOSS, Double.toString(best.loss()));
    values.put(BEST_ACCURACY, Double.toString(best.accuracy()));
  }

  static TrainingState of(Checkpoint checkpoint) {
    Map<String, String> values = checkpoint.values();
    Position position =
        new Position(
            Integer.parseInt(values.get(EPOCH)),
            Integer.parseInt(values.get(BATCH)),
            Long.parseLong(values.get(STEP)),
            Integer.parseInt(values.get(SKIPPED)),
            Boolean.parseBoolean(values.get(COMPLETE)));
    return new TrainingState(
        position,
        below(LEARNER, checkpoint.tensors()),
        best(values),
        below(BEST, checkpoint.tensors()),
        Integer.parseInt(values.get(WORSE)),
        below(CURVE, checkpoint.tensors()));
  }

  private static Optional<Validation> best(Map<String, String> values) {
    return Optional.ofNullable(values.get(BEST_EPOCH))
        .map(
            epoch ->
                new Validation(
                    Integer.parseInt(epoch),
                    Long.parseLong(values.get(BEST_STEP)),
                    Double.parseDouble(values.get(BEST_LOSS)),
                    Double.parseDouble(values.get(BEST_ACCURACY))));
  }

  private static Map<String, Tensor> below(String prefix, Map<String, Tensor> tensors) {
    Map<String, Tensor> found = new TreeMap<>();
    tensors.forEach(
        (name, tensor) -> {
          if (name.startsWith(prefix)) {
            found.put(name.substring(prefix.length()), tensor);
          }
        });
    return found;
  }
}
