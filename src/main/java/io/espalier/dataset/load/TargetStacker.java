package io.espalier.dataset.load;

import io.espalier.dataset.Sample;
import io.espalier.dataset.Target;
import io.espalier.dataset.Target.OfClass;
import io.espalier.dataset.Target.OfPixels;
import io.espalier.dataset.Target.OfSteps;
import io.espalier.dataset.Target.OfValues;
import java.util.List;
import java.util.Optional;

/** Puts the targets of samples into one tensor. */
final class TargetStacker {
  private final int classes;
  private final Optional<Integer> sequenceLength;

  /**
   * @param classes of the data set; what soft targets are as wide as
   * @param sequenceLength steps of each sequence, where the model takes a fixed number
   */
  TargetStacker(int classes, Optional<Integer> sequenceLength) {
    this.classes = classes;
    this.sequenceLength = sequenceLength;
  }

  /**
   * The targets as they are.
   *
   * @param soft whether classes become probabilities, which can be mixed
   */
  Stack stack(List<Sample> samples, boolean soft, BufferPool pool) {
    List<Target> targets = samples.stream().map(Sample::target).toList();
    return switch (targets.getFirst()) {
      case OfClass _ -> soft ? probabilities(targets, pool) : indices(targets, pool);
      case OfValues first -> values(targets, first.values().length, pool);
      case OfPixels first -> pixels(targets, first, pool);
      case OfSteps _ -> steps(targets, pool);
    };
  }

  private static Stack indices(List<Target> targets, BufferPool pool) {
    return Stack.ofLongs(
        List.of(),
        targets.size(),
        pool,
        stack -> {
          for (int i = 0; i < targets.size(); i++) {
            stack.set(i, new long[] {as(OfClass.class, targets.get(i)).index()}, 0);
          }
        });
  }

  private Stack probabilities(List<Target> targets, BufferPool pool) {
    return Stack.ofFloats(
        List.of((long) classes),
        targets.size(),
        pool,
        stack -> {
          for (int i = 0; i < targets.size(); i++) {
            float[] row = new float[classes];
            row[as(OfClass.class, targets.get(i)).index()] = 1;
            stack.set(i, row);
          }
        });
  }

  private static Stack values(List<Target> targets, int count, BufferPool pool) {
    return Stack.ofFloats(
        List.of((long) count),
        targets.size(),
        pool,
        stack -> {
          for (int i = 0; i < targets.size(); i++) {
            stack.set(i, values(targets.get(i), count));
          }
        });
  }

  private static float[] values(Target target, int count) {
    float[] values = as(OfValues.class, target).values();
    if (values.length != count) {
      throw Refusal.of(
          "Targets of %d and %d values make no batch.".formatted(count, values.length));
    }
    return values;
  }

  private static Stack pixels(List<Target> targets, OfPixels first, BufferPool pool) {
    return Stack.ofLongs(
        List.of((long) first.height(), (long) first.width()),
        targets.size(),
        pool,
        stack -> {
          for (int i = 0; i < targets.size(); i++) {
            stack.set(i, classes(targets.get(i), first), OfSteps.IGNORED);
          }
        });
  }

  private static long[] classes(Target target, OfPixels first) {
    OfPixels mask = as(OfPixels.class, target);
    if (mask.height() != first.height() || mask.width() != first.width()) {
      throw Refusal.of(
          "Masks of %d x %d and of %d x %d pixels make no batch: set preprocess.resize or preprocess.crop."
              .formatted(first.height(), first.width(), mask.height(), mask.width()));
    }
    long[] classes = new long[mask.classes().length];
    for (int pixel = 0; pixel < classes.length; pixel++) {
      int value = mask.classes()[pixel] & 0xFF;
      classes[pixel] = value == OfPixels.IGNORED ? OfSteps.IGNORED : value;
    }
    return classes;
  }

  private Stack steps(List<Target> targets, BufferPool pool) {
    List<long[]> sequences =
        targets.stream().map(each -> as(OfSteps.class, each).classes()).toList();
    int longest = sequences.stream().mapToInt(each -> each.length).max().orElse(0);
    return Stack.ofLongs(
        List.of((long) Math.max(longest, sequenceLength.orElse(longest))),
        targets.size(),
        pool,
        stack -> {
          for (int i = 0; i < sequences.size(); i++) {
            stack.set(i, sequences.get(i), OfSteps.IGNORED);
          }
        });
  }

  private static <T extends Target> T as(Class<T> kind, Target target) {
    if (!kind.isInstance(target)) {
      throw Refusal.of("Targets of different kinds make no batch.");
    }
    return kind.cast(target);
  }
}
