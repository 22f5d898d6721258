package io.espalier.engine.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.engine.train.TrainingSettings.EarlyStopping;
import io.espalier.engine.train.TrainingSettings.Length;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TrainerResumeTest {
  private static final long SECOND = 1_000_000_000;
  private static final TrainingSettings SETTINGS =
      SampleSettings.of(
          new Length.Epochs(6), 8, 3, SampleSettings.RATE, Optional.of(new EarlyStopping(2, 0)));

  private final MemoryCheckpoints checkpoints = new MemoryCheckpoints();

  @Test
  void aTrainingStoppedAnywhereEndsWithTheSameWeights() {
    TrainingResult undisturbed = train(new MemoryCheckpoints(), new RecordingListener());
    int stops = 0;
    for (long stopAfter = 0; ; stopAfter++) {
      MemoryCheckpoints own = new MemoryCheckpoints();
      if (!isStopped(own, stopAfter)) {
        break;
      }
      stops++;
      TrainingResult resumed = train(own, new RecordingListener());
      assertThat(resumed.weights()).isEqualTo(undisturbed.weights());
      assertThat(resumed.best()).isEqualTo(undisturbed.best());
      assertThat(resumed.steps()).isEqualTo(undisturbed.steps());
      assertThat(resumed.stoppedEarly()).isEqualTo(undisturbed.stoppedEarly());
    }
    assertThat(stops).isGreaterThan(20);
  }

  /** Any checkpoint may be the newest one when the process dies. */
  @Test
  void everyCheckpointLeadsToTheSameWeights() {
    TrainingResult undisturbed = train(checkpoints, new RecordingListener(), 20 * SECOND);
    assertThat(checkpoints.saved).hasSizeGreaterThan(10);
    for (Checkpoint checkpoint : List.copyOf(checkpoints.saved)) {
      MemoryCheckpoints own = new MemoryCheckpoints();
      own.save(checkpoint);
      TrainingResult resumed = train(own, new RecordingListener());
      assertThat(resumed.weights()).isEqualTo(undisturbed.weights());
      assertThat(resumed.best()).isEqualTo(undisturbed.best());
    }
  }

  @Test
  void aTrainingStoppedAgainAndAgainEndsWithTheSameWeights() {
    TrainingResult undisturbed = train(new MemoryCheckpoints(), new RecordingListener());
    int attempts = 0;
    while (isStopped(checkpoints, 7)) {
      attempts++;
    }
    assertThat(attempts).isGreaterThan(3);
    assertThat(train(checkpoints, new RecordingListener()).weights())
        .isEqualTo(undisturbed.weights());
  }

  @Test
  void goesOnAtTheSameBatch() {
    RecordingListener listener = new RecordingListener();
    isStopped(checkpoints, 1);
    MemoryData data = data();
    train(checkpoints, listener, data, SETTINGS, 1);
    assertThat(data.requests.getFirst()).isEqualTo("0:1");
    assertThat(listener.resumed).containsExactly(1L);
    assertThat(listener.progress.getFirst().step()).isEqualTo(2);
  }

  @Test
  void theCurveSurvives() {
    TrainingResult undisturbed = train(new MemoryCheckpoints(), new RecordingListener());
    isStopped(checkpoints, 9);
    TrainingResult resumed = train(checkpoints, new RecordingListener());
    assertThat(resumed.curve())
        .filteredOn(point -> !point.series().equals("samples-per-second"))
        .isEqualTo(
            undisturbed.curve().stream()
                .filter(point -> !point.series().equals("samples-per-second"))
                .toList());
  }

  @Test
  void aCompleteTrainingIsNotRepeated() {
    TrainingResult first = train(checkpoints, new RecordingListener());
    int saved = checkpoints.saved.size();
    RecordingListener listener = new RecordingListener();
    MemoryData data = data();
    TrainingResult again = train(checkpoints, listener, data, SETTINGS, 1);
    assertThat(again).isEqualTo(first);
    assertThat(data.requests).isEmpty();
    assertThat(listener.progress).isEmpty();
    assertThat(checkpoints.saved).hasSize(saved);
  }

  @Test
  void passesOverACheckpointOfOtherSettings() {
    train(checkpoints, new RecordingListener());
    TrainingSettings other = SampleSettings.of(new Length.Epochs(1), 8, 8);
    RecordingListener listener = new RecordingListener();
    TrainingResult result = train(checkpoints, listener, data(), other, 1);
    assertThat(result.steps()).isEqualTo(3);
    assertThat(listener.resumed).isEmpty();
  }

  @Test
  void savesAtTheEndOfEveryEpoch() {
    TrainingSettings settings = SampleSettings.of(new Length.Epochs(4), 8, 8);
    train(checkpoints, new RecordingListener(), data(), settings, 1);
    assertThat(checkpoints.saved)
        .extracting(checkpoint -> checkpoint.values().get("step"))
        .containsExactly("3", "6", "9", "12");
    assertThat(checkpoints.saved)
        .extracting(checkpoint -> checkpoint.values().get("complete"))
        .containsExactly("false", "false", "false", "true");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 5})
  void savesBeforeAMinuteHasPassed(long seconds) {
    TrainingSettings settings = SampleSettings.of(new Length.Epochs(1), 2, 2);
    AtomicLong now = new AtomicLong();
    QuadraticLearner learner = new QuadraticLearner(MemoryData.FEATURES);
    List<Long> savedAt = new ArrayList<>(List.of(0L));
    Checkpoints timed =
        new Checkpoints() {
          @Override
          public Optional<Checkpoint> newest() {
            return Optional.empty();
          }

          @Override
          public void save(Checkpoint checkpoint) {
            savedAt.add(now.get());
          }
        };
    new Trainer(() -> now.getAndAdd(seconds * SECOND))
        .train(learner, settings, new MemoryData(400, 2), timed, TrainingListener.none());
    assertThat(savedAt).hasSizeGreaterThan(5);
    for (int i = 1; i < savedAt.size(); i++) {
      assertThat(savedAt.get(i) - savedAt.get(i - 1)).isLessThanOrEqualTo(65 * SECOND);
    }
  }

  @Test
  void aFaultWhileSavingDoesNotHideTheStop() {
    Checkpoints full =
        new Checkpoints() {
          @Override
          public Optional<Checkpoint> newest() {
            return Optional.empty();
          }

          @Override
          public void save(Checkpoint checkpoint) {
            throw new IllegalStateException("full");
          }
        };
    assertThatThrownBy(() -> train(full, new RecordingListener(2), data(), SETTINGS, 1))
        .isInstanceOf(CancellationException.class)
        .satisfies(stop -> assertThat(stop.getSuppressed()).hasSize(1));
  }

  @Test
  void aLongStepIsBrokenOffBetweenItsMicroBatches() {
    QuadraticLearner learner = new QuadraticLearner(MemoryData.FEATURES);
    AtomicLong now = new AtomicLong();
    Trainer slow = new Trainer(() -> now.getAndAdd(4 * SECOND));
    assertThatThrownBy(
            () -> slow.train(learner, SETTINGS, data(), checkpoints, new RecordingListener(1)))
        .isInstanceOf(CancellationException.class);
    assertThat(learner.sizes).hasSize(1);
    assertThat(checkpoints.saved).isEmpty();
  }

  private static boolean isStopped(Checkpoints checkpoints, long stopAfter) {
    try {
      train(checkpoints, new RecordingListener(stopAfter));
      return false;
    } catch (CancellationException _) {
      return true;
    }
  }

  private static MemoryData data() {
    return new MemoryData(20, 10, 8, 0.5);
  }

  private static TrainingResult train(Checkpoints checkpoints, RecordingListener listener) {
    return train(checkpoints, listener, data(), SETTINGS, 1);
  }

  private static TrainingResult train(
      Checkpoints checkpoints, RecordingListener listener, long nanosOfALook) {
    return train(checkpoints, listener, data(), SETTINGS, nanosOfALook);
  }

  private static TrainingResult train(
      Checkpoints checkpoints,
      RecordingListener listener,
      MemoryData data,
      TrainingSettings settings,
      long nanosOfALook) {
    AtomicLong now = new AtomicLong();
    QuadraticLearner learner = new QuadraticLearner(MemoryData.FEATURES);
    TrainingResult result =
        new Trainer(() -> now.getAndAdd(nanosOfALook))
            .train(learner, settings, data, checkpoints, listener);
    assertThat(data.open).isZero();
    return result;
  }
}
