package io.espalier.dataset.load;

import io.espalier.dataset.Features;
import io.espalier.dataset.Image;
import io.espalier.dataset.Preprocessing;
import io.espalier.dataset.Sample;
import io.espalier.dataset.SampleInput;
import io.espalier.dataset.Tokens;
import java.util.List;
import java.util.Optional;

/** Puts the inputs of samples into one tensor. */
final class InputStacker {
  private static final long PADDING_TOKEN = 0;

  private final PixelScale scale;
  private final Optional<Integer> sequenceLength;

  InputStacker(Preprocessing preprocessing, Optional<Integer> sequenceLength) {
    this.scale = new PixelScale(preprocessing);
    this.sequenceLength = sequenceLength;
  }

  Stack stack(List<Sample> samples, BufferPool pool) {
    return switch (samples.getFirst().input()) {
      case Image first -> images(samples, first, pool);
      case Features first -> features(samples, first, pool);
      case Tokens first -> tokens(samples, first, pool);
    };
  }

  private Stack images(List<Sample> samples, Image first, BufferPool pool) {
    List<Long> row = List.of((long) scale.channels(), (long) first.height(), (long) first.width());
    float[] planes = new float[scale.channels() * first.height() * first.width()];
    return Stack.ofFloats(
        row,
        samples.size(),
        pool,
        stack -> {
          for (int i = 0; i < samples.size(); i++) {
            scale.write(sameSize(samples.get(i), first), planes);
            stack.set(i, planes);
          }
        });
  }

  private static Image sameSize(Sample sample, Image first) {
    Image image = sameKind(sample, first);
    if (image.height() != first.height() || image.width() != first.width()) {
      throw Refusal.of(
          "Images of %d x %d and of %d x %d pixels make no batch: set preprocess.resize or preprocess.crop."
              .formatted(first.height(), first.width(), image.height(), image.width()));
    }
    return image;
  }

  private static Stack features(List<Sample> samples, Features first, BufferPool pool) {
    return Stack.ofFloats(
        first.shape(),
        samples.size(),
        pool,
        stack -> {
          for (int i = 0; i < samples.size(); i++) {
            stack.set(i, sameShape(samples.get(i), first).values());
          }
        });
  }

  private static Features sameShape(Sample sample, Features first) {
    Features features = sameKind(sample, first);
    if (!features.shape().equals(first.shape())) {
      throw Refusal.of(
          "Samples of shapes %s and %s make no batch: all must have one shape."
              .formatted(first.shape(), features.shape()));
    }
    return features;
  }

  private Stack tokens(List<Sample> samples, Tokens first, BufferPool pool) {
    List<long[]> sequences =
        samples.stream().map(sample -> sameKind(sample, first).identifiers()).toList();
    int longest = sequences.stream().mapToInt(each -> each.length).max().orElse(0);
    return Stack.ofLongs(
        List.of((long) length(longest)),
        samples.size(),
        pool,
        stack -> {
          for (int i = 0; i < sequences.size(); i++) {
            stack.set(i, sequences.get(i), PADDING_TOKEN);
          }
        });
  }

  private int length(int longest) {
    int length = sequenceLength.orElse(longest);
    if (longest > length) {
      throw Refusal.of(
          "A sequence of %d tokens is longer than the model takes (%d): shorten it."
              .formatted(longest, length));
    }
    return length;
  }

  @SuppressWarnings("unchecked")
  private static <T extends SampleInput> T sameKind(Sample sample, T first) {
    if (sample.input().getClass() != first.getClass()) {
      throw Refusal.of("Samples of different kinds make no batch.");
    }
    return (T) sample.input();
  }
}
