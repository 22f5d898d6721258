package io.espalier.dataset.augment;

import io.espalier.dataset.augment.Augmentation.CutMix;
import io.espalier.dataset.augment.Augmentation.Mixup;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Mixes each sample of a batch with the one before it, the first with the last: batches are
 * shuffled, so that is as random as any pairing, and none of several meets itself.
 */
public final class BatchMixer {
  private final List<Augmentation> choice;

  /**
   * @param augmentations of which mixup and cutmix count
   */
  public BatchMixer(List<Augmentation> augmentations) {
    this.choice =
        augmentations.stream()
            .filter(each -> each instanceof Mixup || each instanceof CutMix)
            .toList();
  }

  /** Whether batches are mixed at all, so that their targets must be floats. */
  public boolean mixes() {
    return !choice.isEmpty();
  }

  /**
   * Changes a batch in place.
   *
   * @param inputs float {@code [N, …]}, native byte order
   * @param shape {@code N, …}; the last two axes are height and width for cutmix
   * @param targets float {@code [N, K]}
   */
  public void mix(
      MemorySegment inputs, long[] shape, MemorySegment targets, RandomGenerator random) {
    int samples = Math.toIntExact(shape[0]);
    if (choice.isEmpty() || samples < 2) {
      return;
    }
    double share =
        switch (choice.get(random.nextInt(choice.size()))) {
          case Mixup(double alpha) -> blendAll(inputs, samples, Draws.beta(alpha, random));
          case CutMix(double alpha) -> cutAll(inputs, shape, Draws.beta(alpha, random), random);
          case Augmentation other -> throw new IllegalStateException(other.wireName());
        };
    blendAll(targets, samples, share);
  }

  private static double blendAll(MemorySegment values, int samples, double share) {
    forEachPair(
        values,
        samples,
        (own, other) -> {
          for (int i = 0; i < own.length; i++) {
            own[i] = (float) (share * own[i] + (1 - share) * other[i]);
          }
        });
    return share;
  }

  /** What stays of each sample once the rectangle is replaced, as a share of its area. */
  private static double cutAll(
      MemorySegment inputs, long[] shape, double share, RandomGenerator random) {
    int height = Math.toIntExact(shape[shape.length - 2]);
    int width = Math.toIntExact(shape[shape.length - 1]);
    double half = Math.sqrt(1 - share) / 2;
    int x = random.nextInt(width);
    int y = random.nextInt(height);
    int left = Math.max(0, x - (int) (half * width));
    int right = Math.min(width, x + (int) (half * width));
    int top = Math.max(0, y - (int) (half * height));
    int bottom = Math.min(height, y + (int) (half * height));
    forEachPair(
        inputs,
        Math.toIntExact(shape[0]),
        (own, other) -> {
          for (int plane = 0; plane < own.length; plane += height * width) {
            for (int row = plane + top * width; row < plane + bottom * width; row += width) {
              System.arraycopy(other, row + left, own, row + left, right - left);
            }
          }
        });
    return 1 - (double) (right - left) * (bottom - top) / (width * height);
  }

  /** Changes one sample by another. */
  private interface PairChange {
    void change(float[] own, float[] other);
  }

  /** From the last to the first, so that each still finds the one before it unchanged. */
  private static void forEachPair(MemorySegment values, int samples, PairChange change) {
    int size = Math.toIntExact(values.byteSize() / Float.BYTES / samples);
    float[] last = read(values, samples - 1, size);
    float[] own = last.clone();
    for (int sample = samples - 1; sample >= 0; sample--) {
      float[] other = sample == 0 ? last : read(values, sample - 1, size);
      float[] unchanged = sample == 0 ? own : other.clone();
      change.change(own, other);
      MemorySegment.copy(
          own, 0, values, ValueLayout.JAVA_FLOAT, (long) sample * size * Float.BYTES, size);
      own = unchanged;
    }
  }

  private static float[] read(MemorySegment values, int sample, int size) {
    float[] read = new float[size];
    MemorySegment.copy(
        values, ValueLayout.JAVA_FLOAT, (long) sample * size * Float.BYTES, read, 0, size);
    return read;
  }
}
