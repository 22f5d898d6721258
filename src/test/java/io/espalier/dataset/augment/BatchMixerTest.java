package io.espalier.dataset.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.dataset.augment.Augmentation.CutMix;
import io.espalier.dataset.augment.Augmentation.Flip;
import io.espalier.dataset.augment.Augmentation.Mixup;
import io.espalier.dataset.augment.Draws.Purpose;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class BatchMixerTest {
  private static final long SEED = 3;
  private static final float ROUNDING = 1e-6f;
  private static final double MEAN_TOLERANCE = 0.02;
  private static final int SAMPLES = 3;
  private static final int PIXELS = 6 * 8;

  @Test
  void mixesNothingWithoutMixupAndCutmix() {
    assertThat(new BatchMixer(List.of(Flip.DEFAULT)).mixes()).isFalse();
    assertThat(new BatchMixer(List.of(Flip.DEFAULT, CutMix.DEFAULT)).mixes()).isTrue();
  }

  @Test
  void mixupMixesInputsAndTargetsByOneShare() {
    Batch batch = new Batch();
    batch.mix(new Mixup(1), 0);
    float share = batch.targets[0];
    assertThat(share).isBetween(0f, 1f);
    assertThat(batch.targets)
        .containsExactly(
            new float[] {share, 0, 1 - share, 1 - share, share, 0, 0, 1 - share, share},
            within(ROUNDING));
    for (int sample = 0; sample < SAMPLES; sample++) {
      float expected = share * (sample + 1) + (1 - share) * ((sample + 2) % SAMPLES + 1);
      for (int i = 0; i < PIXELS; i++) {
        assertThat(batch.inputs[sample * PIXELS + i]).isCloseTo(expected, within(4 * ROUNDING));
      }
    }
  }

  @Test
  void cutmixMixesTargetsByTheAreaThatCameFromTheOther() {
    for (int index = 0; index < 200; index++) {
      Batch batch = new Batch();
      batch.mix(CutMix.DEFAULT, index);
      for (int sample = 0; sample < SAMPLES; sample++) {
        int own = count(batch.inputs, sample, sample + 1);
        int other = count(batch.inputs, sample, (sample + 2) % SAMPLES + 1);
        assertThat(own + other).isEqualTo(PIXELS);
        assertThat(batch.targets[sample * SAMPLES + sample])
            .isCloseTo(own / (float) PIXELS, within(ROUNDING));
      }
    }
  }

  @Test
  void probabilitiesStillSumToOne() {
    for (int index = 0; index < 100; index++) {
      Batch batch = new Batch();
      batch.mix(index % 2 == 0 ? new Mixup(0.2) : CutMix.DEFAULT, index);
      for (int sample = 0; sample < SAMPLES; sample++) {
        float sum = 0;
        for (int k = 0; k < SAMPLES; k++) {
          sum += batch.targets[sample * SAMPLES + k];
        }
        assertThat(sum).isCloseTo(1, within(4 * ROUNDING));
      }
    }
  }

  @Test
  void leavesASingleSampleAlone() {
    MemorySegment inputs = MemorySegment.ofArray(new float[] {5});
    MemorySegment targets = MemorySegment.ofArray(new float[] {1});
    new BatchMixer(List.of(Mixup.DEFAULT)).mix(inputs, new long[] {1, 1, 1, 1}, targets, random(0));
    assertThat(inputs.get(ValueLayout.JAVA_FLOAT, 0)).isEqualTo(5);
  }

  @Test
  void drawsFromTheBetaDistribution() {
    for (double alpha : new double[] {0.2, 1, 4}) {
      double mean = 0;
      double square = 0;
      for (int index = 0; index < 20_000; index++) {
        double drawn = Draws.beta(alpha, random(index));
        assertThat(drawn).isBetween(0.0, 1.0);
        mean += drawn / 20_000;
        square += drawn * drawn / 20_000;
      }
      assertThat(mean).isCloseTo(0.5, within(MEAN_TOLERANCE));
      assertThat(square - mean * mean).isCloseTo(1 / (4 * (2 * alpha + 1)), within(MEAN_TOLERANCE));
    }
  }

  private static int count(float[] values, int sample, float wanted) {
    int count = 0;
    for (int i = sample * PIXELS; i < (sample + 1) * PIXELS; i++) {
      count += values[i] == wanted ? 1 : 0;
    }
    return count;
  }

  private static RandomGenerator random(int index) {
    return Draws.of(SEED, Purpose.BATCH, 0, index);
  }

  /** Three samples of two channels, 4 x 6 pixels, filled with 1, 2 and 3, of classes 0, 1 and 2. */
  private static final class Batch {
    private final float[] inputs = new float[SAMPLES * PIXELS];
    private final float[] targets = {1, 0, 0, 0, 1, 0, 0, 0, 1};

    private Batch() {
      for (int sample = 0; sample < SAMPLES; sample++) {
        Arrays.fill(inputs, sample * PIXELS, (sample + 1) * PIXELS, sample + 1);
      }
    }

    private void mix(Augmentation augmentation, int index) {
      new BatchMixer(List.of(augmentation))
          .mix(
              MemorySegment.ofArray(inputs),
              new long[] {SAMPLES, 2, 4, 6},
              MemorySegment.ofArray(targets),
              random(index));
    }
  }
}
