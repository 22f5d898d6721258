package io.espalier.dataset.read;

import io.espalier.dataset.Features;
import io.espalier.dataset.Image;
import io.espalier.dataset.Sample;
import io.espalier.dataset.SampleInput;
import io.espalier.dataset.Target;
import io.espalier.dataset.Tokens;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What was found in some samples of a split; findings of parts add up to those of the whole. */
final class Findings {
  private final Offenders offenders = new Offenders();
  private final PixelSums pixels = new PixelSums();
  private int[] perClass = new int[0];
  private int mostClass = -1;
  private Optional<List<Long>> shape = Optional.empty();
  private boolean isOneShape = true;

  Offenders offenders() {
    return offenders;
  }

  PixelSums pixels() {
    return pixels;
  }

  /** The largest class any target names; −1 for none. */
  int mostClass() {
    return mostClass;
  }

  /** Samples of each of so many classes. */
  List<Integer> perClass(int classes) {
    return Arrays.stream(Arrays.copyOf(perClass, classes)).boxed().toList();
  }

  /** The one shape of all inputs; empty where they differ. */
  Optional<List<Long>> shape() {
    return isOneShape ? shape : Optional.empty();
  }

  void add(Sample sample, boolean measured) {
    addShape(shape(sample.input()));
    if (sample.input() instanceof Image image) {
      pixels.addSize(image);
      if (measured) {
        pixels.addPixels(image);
      }
    }
    switch (sample.target()) {
      case Target.OfClass target -> count(target.index(), 1);
      case Target.OfValues _ -> {}
      case Target.OfPixels target -> addPixelClasses(target);
      case Target.OfSteps target ->
          mostClass = Math.max(mostClass, (int) Arrays.stream(target.classes()).max().orElse(-1));
    }
  }

  void addAll(Findings others) {
    offenders.addAll(others.offenders);
    pixels.addAll(others.pixels);
    isOneShape &= others.isOneShape;
    others.shape.ifPresent(this::addShape);
    for (int i = 0; i < others.perClass.length; i++) {
      count(i, others.perClass[i]);
    }
    mostClass = Math.max(mostClass, others.mostClass);
  }

  private void count(int index, int samples) {
    if (index >= perClass.length) {
      perClass = Arrays.copyOf(perClass, Math.max(index + 1, perClass.length * 2));
    }
    perClass[index] += samples;
    mostClass = samples > 0 ? Math.max(mostClass, index) : mostClass;
  }

  private void addPixelClasses(Target.OfPixels target) {
    for (byte value : target.classes()) {
      int index = Byte.toUnsignedInt(value);
      if (index != Target.OfPixels.IGNORED && index > mostClass) {
        mostClass = index;
      }
    }
  }

  private void addShape(List<Long> other) {
    isOneShape &= shape.isEmpty() || shape.get().equals(other);
    shape = Optional.of(other);
  }

  private static List<Long> shape(SampleInput input) {
    return switch (input) {
      case Image image ->
          List.of((long) image.channels(), (long) image.height(), (long) image.width());
      case Features features -> features.shape();
      case Tokens tokens -> List.of((long) tokens.identifiers().length);
    };
  }
}
