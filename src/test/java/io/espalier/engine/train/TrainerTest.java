package io.espalier.engine.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.engine.train.TrainingListener.Point;
import io.espalier.engine.train.TrainingListener.Progress;
import io.espalier.engine.train.TrainingSettings.EarlyStopping;
import io.espalier.engine.train.TrainingSettings.Length;
import io.espalier.problem.ErrorCategory;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class TrainerTest {
  private static final double LEARNED = 0.05;
  private static final int SECOND = 1_000_000_000;

  private final QuadraticLearner learner = new QuadraticLearner(MemoryData.FEATURES);
  private final RecordingListener listener = new RecordingListener();
  private final AtomicLong now = new AtomicLong();
  private final Trainer trainer = new Trainer(() -> now.getAndAdd(SECOND));

  @Test
  void learnsTheWeights() {
    TrainingResult result = train(settings(new Length.Epochs(10), 8, 8), new MemoryData(60, 8));
    assertThat(result.weights().get(QuadraticLearner.WEIGHT).toFloats())
        .containsExactly(new float[] {1, 2, 3}, within((float) LEARNED));
    assertThat(result.steps()).isEqualTo(80);
    assertThat(result.epochs()).isEqualTo(10);
    assertThat(result.stoppedEarly()).isFalse();
    assertThat(result.best()).isEmpty();
  }

  @Test
  void theLastBatchMayBeSmaller() {
    train(settings(new Length.Epochs(1), 8, 8), new MemoryData(20, 8));
    assertThat(learner.sizes).containsExactly(8, 8, 4);
  }

  @Test
  void aBatchIsTakenInMicroBatches() {
    train(settings(new Length.Epochs(1), 8, 3), new MemoryData(8, 8));
    assertThat(learner.sizes).containsExactly(2, 3, 3);
    assertThat(learner.shares).containsExactly(0.25, 0.375, 0.375);
    assertThat(learner.rates).hasSize(1);
  }

  @Test
  void fewerSamplesThanABatchAreOneStep() {
    assertThat(train(settings(new Length.Epochs(2), 64, 64), new MemoryData(5, 64)).steps())
        .isEqualTo(2);
  }

  @Test
  void noEpochsLeaveTheWeights() {
    TrainingResult result = train(settings(new Length.Epochs(0), 8, 8), new MemoryData(20, 8));
    assertThat(result.weights()).isEqualTo(new QuadraticLearner(3).weights());
    assertThat(result.steps()).isZero();
  }

  @Test
  void noSamplesAreNoSteps() {
    assertThat(train(settings(new Length.Steps(10), 8, 8), new MemoryData(0, 8)).steps()).isZero();
  }

  @Test
  void stepsGoOverAsManyEpochsAsTheyNeed() {
    MemoryData data = new MemoryData(20, 8);
    TrainingResult result = train(settings(new Length.Steps(7), 8, 8), data);
    assertThat(result.steps()).isEqualTo(7);
    assertThat(result.epochs()).isEqualTo(3);
    assertThat(data.requests).containsExactly("0:0", "1:0", "2:0");
    assertThat(data.open).isZero();
  }

  @Test
  void aSingleSampleIsLeftOutWhereBatchStatisticsAreLearned() {
    TrainingSettings learned =
        new TrainingSettings(
            new Length.Epochs(2),
            8,
            8,
            SampleSettings.learner(0.01, BatchNormMode.TRAINING),
            new Schedule.Constant(0),
            Optional.empty(),
            1);
    assertThat(train(learned, new MemoryData(17, 8)).steps()).isEqualTo(4);
    assertThat(learner.sizes).containsExactly(8, 8, 8, 8);
    assertThat(train(settings(new Length.Epochs(2), 8, 8), new MemoryData(17, 8)).steps())
        .isEqualTo(6);
  }

  @Test
  void everyGroupFollowsTheSchedule() {
    TrainingSettings linear =
        new TrainingSettings(
            new Length.Steps(4),
            8,
            8,
            SampleSettings.learner(0.1, BatchNormMode.FROZEN),
            new Schedule.Linear(0, 0),
            Optional.empty(),
            1);
    train(linear, new MemoryData(32, 8));
    assertThat(learner.rates)
        .extracting(rates -> rates[0])
        .usingComparatorForType((a, b) -> Math.abs(a - b) < 1e-9 ? 0 : 1, Double.class)
        .containsExactly(0.1, 0.075, 0.05, 0.025);
  }

  @Test
  void tellsEveryStepAndTheTimeLeft() {
    train(settings(new Length.Steps(5), 8, 8), new MemoryData(40, 8));
    assertThat(listener.progress).extracting(Progress::step).containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(listener.progress).allMatch(progress -> progress.steps() == 5);
    assertThat(listener.progress.getFirst().left()).isPositive();
    assertThat(listener.progress.getLast().left()).isEqualTo(Duration.ZERO);
  }

  @Test
  void tellsEverySeriesOfAShortTraining() {
    TrainingResult result =
        train(settings(new Length.Epochs(2), 8, 8), new MemoryData(16, 8, 8, 0));
    assertThat(listener.series("loss")).hasSize(4);
    assertThat(listener.series("learning-rate")).hasSize(4);
    assertThat(listener.series("gradient-norm")).hasSize(4);
    assertThat(listener.series("samples-per-second")).hasSize(4);
    assertThat(listener.series("accuracy")).isEmpty();
    assertThat(listener.series("validation-loss"))
        .extracting(Point::epoch)
        .containsExactly(1.0, 2.0);
    assertThat(result.curve()).containsExactlyInAnyOrderElementsOf(listener.points);
  }

  @Test
  void thinsThePointsOfALongTraining() {
    train(settings(new Length.Steps(9001), 2, 2), new MemoryData(20, 2));
    assertThat(listener.progress).hasSize(9001);
    assertThat(listener.series("loss")).hasSizeBetween(1000, 2001);
    assertThat(listener.series("loss").getLast().step()).isEqualTo(9001);
  }

  @Test
  void stopsEarlyWithTheWeightsOfTheBestEpoch() {
    MemoryData data = new MemoryData(16, 8, 8, 0.5);
    EarlyStopping stopping = new EarlyStopping(2, 0);
    TrainingResult result =
        train(
            SampleSettings.of(
                new Length.Epochs(500), 8, 8, SampleSettings.RATE, Optional.of(stopping)),
            data);
    assertThat(result.stoppedEarly()).isTrue();
    TrainingResult.Validation best = result.best().orElseThrow();
    assertThat(result.epochs()).isEqualTo(best.epoch() + 3).isLessThan(500);
    double lowest =
        listener.series("validation-loss").stream().mapToDouble(Point::value).min().orElseThrow();
    assertThat(best.loss()).isEqualTo(lowest);
    assertThat(validationLoss(result, data)).isCloseTo(best.loss(), within(1e-6));
    assertThat(learner.weights()).isNotEqualTo(result.weights());
  }

  private static double validationLoss(TrainingResult result, MemoryData data) {
    QuadraticLearner best = new QuadraticLearner(MemoryData.FEATURES);
    best.restore(
        Map.of(
            "weights", result.weights().get(QuadraticLearner.WEIGHT),
            "moments", result.weights().get(QuadraticLearner.WEIGHT)));
    ValidationLoss sums = new ValidationLoss(new Loss.MeanSquared());
    data.validation()
        .forEachRemaining(
            batch -> sums.add(best.evaluate(batch.inputs()).getFirst(), batch.targets()));
    return sums.loss();
  }

  @Test
  void withoutEarlyStoppingTheLastWeightsCount() {
    TrainingResult result =
        train(settings(new Length.Epochs(30), 8, 8), new MemoryData(16, 8, 8, 0.5));
    assertThat(result.weights()).isEqualTo(learner.weights());
    assertThat(result.best()).isPresent();
    assertThat(result.stoppedEarly()).isFalse();
  }

  @Test
  void refusesEarlyStoppingWithoutValidationSamples() {
    TrainingSettings settings =
        SampleSettings.of(new Length.Epochs(1), 8, 8, 0.1, Optional.of(new EarlyStopping(2, 0)));
    assertThatThrownBy(() -> train(settings, new MemoryData(9, 8)))
        .hasMessageContaining("none of the 9 training samples");
  }

  @Test
  void aLossThatIsNotFiniteEndsTheTraining() {
    learner.spoiltLoss = Double.NaN;
    assertDiverged(
        settings(new Length.Epochs(1), 8, 8),
        "The loss became NaN in step 1 of 2, at the learning rate 0.0200. Try a smaller learning"
            + " rate (0.00200), a longer warm-up, or clipNorm.");
  }

  @Test
  void aRateThatIsTooLargeEndsTheTraining() {
    assertDiverged(
        SampleSettings.of(new Length.Epochs(200), 8, 8, 5, Optional.empty()),
        "at the learning rate 5.00");
  }

  @Test
  void weightsThatAreNotFiniteAreNoResult() {
    assertDiverged(
        SampleSettings.of(new Length.Steps(1), 8, 8, 1e39, Optional.empty()), "The weight (w)");
  }

  @Test
  void skippedStepsAreNoDivergence() {
    learner.skipNext = 30;
    learner.spoiltLoss = 0;
    TrainingResult result = train(settings(new Length.Epochs(20), 8, 8), new MemoryData(16, 8));
    assertThat(result.steps()).isEqualTo(40);
    assertThat(listener.series("gradient-norm")).hasSize(10);
  }

  @Test
  void manySkippedStepsInARowAreADivergence() {
    learner.skipNext = 1000;
    assertDiverged(
        settings(new Length.Epochs(100), 8, 8),
        "The gradients of 41 steps in a row were not finite in 16 bits in step 41");
  }

  @Test
  void seedsDifferFromMicroBatchToMicroBatch() {
    assertThat(TrainingStep.seed(1, 0, 0))
        .isNotEqualTo(TrainingStep.seed(1, 0, 1))
        .isNotEqualTo(TrainingStep.seed(1, 1, 0))
        .isNotEqualTo(TrainingStep.seed(2, 0, 0))
        .isEqualTo(TrainingStep.seed(1, 0, 0));
  }

  private void assertDiverged(TrainingSettings settings, String message) {
    assertThatThrownBy(() -> train(settings, new MemoryData(16, 8)))
        .isInstanceOfSatisfying(
            EspalierException.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(ErrorCode.TRAINING_DIVERGED);
              assertThat(refusal.code().category()).isEqualTo(ErrorCategory.USER);
              assertThat(refusal).hasMessageContaining(message);
            });
  }

  private static TrainingSettings settings(Length length, int batch, int microBatch) {
    return SampleSettings.of(length, batch, microBatch);
  }

  private TrainingResult train(TrainingSettings settings, MemoryData data) {
    return trainer.train(learner, settings, data, Checkpoints.none(), listener);
  }
}
