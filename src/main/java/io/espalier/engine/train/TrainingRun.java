package io.espalier.engine.train;

import io.espalier.dataset.Batch;
import io.espalier.dataset.Batches;
import io.espalier.dataset.TrainingData;
import io.espalier.engine.train.TrainingListener.Point;
import io.espalier.engine.train.TrainingListener.Progress;
import io.espalier.engine.train.TrainingResult.Validation;
import io.espalier.graph.Tensor;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** One training from its beginning, or its newest checkpoint, to its end. */
final class TrainingRun {
  private static final long SAVE_NANOS = Duration.ofSeconds(60).toNanos();

  /** A step that took longer is broken off by a stop, one that did not is finished and saved. */
  private static final long UNSTOPPED_NANOS = Duration.ofSeconds(3).toNanos();

  private final Learner learner;
  private final TrainingSettings settings;
  private final TrainingData data;
  private final Checkpoints checkpoints;
  private final TrainingListener listener;
  private final LongSupplier clock;
  private final TrainingPace pace;
  private final ScheduleFactor schedule;
  private final String fingerprint;
  private final Curve curve = new Curve();
  private final Measurements measurements = new Measurements();
  private final BestEpoch best;
  private final Speed speed;

  private Position position = Position.START;
  private long savedNanos;
  private boolean unsaved;

  TrainingRun(
      Learner learner,
      TrainingSettings settings,
      TrainingData data,
      Checkpoints checkpoints,
      TrainingListener listener,
      LongSupplier clock) {
    this.learner = learner;
    this.settings = settings;
    this.data = data;
    this.checkpoints = checkpoints;
    this.listener = listener;
    this.clock = clock;
    pace = TrainingPace.of(settings, data);
    schedule = new ScheduleFactor(settings.schedule(), pace.steps());
    fingerprint = Fingerprint.of(settings, data);
    best = new BestEpoch(settings.earlyStopping());
    savedNanos = clock.getAsLong();
    speed = new Speed(savedNanos);
  }

  TrainingResult run() {
    checkpoints
        .newest()
        .filter(checkpoint -> TrainingState.belongs(checkpoint, fingerprint))
        .map(TrainingState::of)
        .ifPresent(this::resume);
    while (!position.complete()) {
      if (position.batch() == 0 && isAtEnd()) {
        position = position.end();
        save();
      } else {
        epoch();
      }
    }
    return result();
  }

  private void resume(TrainingState state) {
    learner.restore(state.learner());
    position = state.position();
    best.restore(state.best(), state.bestWeights(), state.worse());
    state.curve().forEach(curve::restore);
    listener.resumed(position.step());
  }

  private boolean isAtEnd() {
    return position.step() >= pace.steps() || best.isOver();
  }

  private void epoch() {
    passUnlessStopped();
    if (hasBatch()) {
      try (Batches batches = data.epoch(position.epoch(), position.batch())) {
        while (hasBatch()) {
          step(batches);
        }
      }
    }
    if (data.validationSamples() > 0) {
      validate();
    }
    position = position.afterEpoch();
    position = isAtEnd() ? position.end() : position;
    save();
  }

  private boolean hasBatch() {
    return position.batch() < pace.perEpoch() && position.step() < pace.steps();
  }

  private void step(Batches batches) {
    if (!batches.hasNext()) {
      throw new IllegalStateException(
          "The epoch (%d) ended after %d of %d batches."
              .formatted(position.epoch(), position.batch(), pace.perEpoch()));
    }
    long begun = clock.getAsLong();
    TrainingStep step;
    try (Batch batch = batches.next()) {
      double factor = schedule.at(position.step());
      step =
          TrainingStep.take(
              learner, settings, batch, factor, position.step(), () -> stopLongStep(begun));
    }
    position = position.afterStep(step.update().skipped());
    unsaved = true;
    tell(step);
    saveWhenDue();
    passUnlessStopped();
  }

  private void stopLongStep(long begun) {
    if (clock.getAsLong() - begun > UNSTOPPED_NANOS) {
      listener.throwIfStopped();
    }
  }

  private void tell(TrainingStep step) {
    speed.stepped(clock.getAsLong());
    Progress progress = progress(step.loss(), step.learningRate());
    Divergence.refuse(progress, step.update(), position);
    listener.stepped(progress);
    measurements.add("loss", step.loss());
    measurements.add("accuracy", step.accuracy());
    measurements.add("gradient-norm", step.update().gradientNorm());
    measurements.add("learning-rate", step.learningRate());
    measurements.add("samples-per-second", 1e9 * step.samples() / speed.lastNanos());
    if (pace.isTold(position.step())) {
      measurements.drain(this::measure);
    }
  }

  private Progress progress(double loss, double rate) {
    Duration left = speed.left(pace.steps() - position.step());
    return new Progress(position.step(), pace.steps(), position.epoch(), loss, rate, left);
  }

  private void measure(String series, double value) {
    double epoch =
        pace.perEpoch() == 0 ? 0 : position.epoch() + (double) position.batch() / pace.perEpoch();
    Point point = new Point(series, position.step(), epoch, value);
    curve.add(point);
    listener.measured(point);
  }

  private void validate() {
    ValidationLoss sums = new ValidationLoss(settings.learner().loss());
    try (Batches batches = data.validation()) {
      while (batches.hasNext()) {
        try (Batch batch = batches.next()) {
          evaluate(batch, sums);
        }
      }
    }
    Validation validation =
        new Validation(position.epoch(), position.step(), sums.loss(), sums.accuracy());
    best.offer(validation, learner::weights);
    if (pace.isToldEpoch(position.epoch())) {
      measureFinite("validation-loss", validation.loss());
      measureFinite("validation-accuracy", validation.accuracy());
    }
  }

  private void measureFinite(String series, double value) {
    if (Double.isFinite(value)) {
      measure(series, value);
    }
  }

  private void evaluate(Batch batch, ValidationLoss sums) {
    for (MicroBatch part : MicroBatch.split(batch, settings.microBatch())) {
      passUnlessStopped();
      sums.add(learner.evaluate(part.inputs()).getFirst(), part.targets());
    }
  }

  private void passUnlessStopped() {
    try {
      listener.throwIfStopped();
    } catch (RuntimeException stop) {
      if (unsaved) {
        saveBefore(stop);
      }
      throw stop;
    }
  }

  private void saveBefore(RuntimeException stop) {
    try {
      save();
    } catch (RuntimeException fault) {
      stop.addSuppressed(fault);
    }
  }

  /** Saves when another step as long as the last would make the state too old. */
  private void saveWhenDue() {
    if (clock.getAsLong() - savedNanos + speed.lastNanos() >= SAVE_NANOS) {
      save();
    }
  }

  private void save() {
    TrainingState state =
        new TrainingState(
            position,
            learner.state(),
            best.best(),
            best.weights(),
            best.worse(),
            curve.toTensors());
    checkpoints.save(state.toCheckpoint(fingerprint));
    savedNanos = clock.getAsLong();
    unsaved = false;
  }

  private TrainingResult result() {
    Map<String, Tensor> weights = best.weights().isEmpty() ? learner.weights() : best.weights();
    double factor = schedule.at(Math.max(0, position.step() - 1));
    double rate = factor * settings.learner().optimizer().learningRate();
    Divergence.refuse(progress(Double.NaN, rate), weights);
    Optional<Validation> bestValidation = best.best();
    return new TrainingResult(
        position.step(),
        position.epoch(),
        best.isOver() && position.step() < pace.steps(),
        bestValidation,
        weights,
        curve.points());
  }
}
