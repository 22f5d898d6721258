package io.espalier.dataset.augment;

import io.espalier.dataset.Image;
import io.espalier.dataset.Preprocessing.Size;
import io.espalier.dataset.Sample;
import io.espalier.dataset.augment.Augmentation.ColourJitter;
import io.espalier.dataset.augment.Augmentation.CutMix;
import io.espalier.dataset.augment.Augmentation.Erasing;
import io.espalier.dataset.augment.Augmentation.Flip;
import io.espalier.dataset.augment.Augmentation.Mixup;
import io.espalier.dataset.augment.Augmentation.PadCrop;
import io.espalier.dataset.augment.Augmentation.RandAugment;
import io.espalier.dataset.augment.Augmentation.ResizedCrop;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Changes single samples, one augmentation after the other in the order given; those of whole
 * batches are left to {@link BatchMixer}. Samples that are no pictures stay as they are.
 */
public final class SampleAugmenter {
  private static final double FULL_MAGNITUDE = 30;

  private final List<Augmentation> augmentations;
  private final Optional<Size> output;
  private final MeanPixel mean;

  /**
   * An augmenter of one training.
   *
   * @param output what a resized crop is resized to; the size of the picture where empty
   * @param mean what erased rectangles are filled with
   */
  public SampleAugmenter(List<Augmentation> augmentations, Optional<Size> output, MeanPixel mean) {
    this.augmentations =
        Stream.concat(
                augmentations.stream().filter(ResizedCrop.class::isInstance),
                augmentations.stream().filter(other -> !(other instanceof ResizedCrop)))
            .toList();
    this.output = output;
    this.mean = mean;
  }

  public Sample apply(Sample sample, RandomGenerator random) {
    if (!(sample.input() instanceof Image image)) {
      return sample;
    }
    Picture picture = Picture.of(image, sample.target());
    for (Augmentation augmentation : augmentations) {
      picture = apply(augmentation, picture, random);
    }
    return picture.with(sample.target());
  }

  private Picture apply(Augmentation augmentation, Picture picture, RandomGenerator random) {
    return switch (augmentation) {
      case Flip(double probability) ->
          random.nextDouble() < probability ? picture.flipped() : picture;
      case PadCrop(int padding) -> padCrop(picture, padding, random);
      case ResizedCrop crop -> resizedCrop(picture, crop, random);
      case ColourJitter jitter -> picture.coloured(image -> jittered(image, jitter, random));
      case RandAugment(int operations, int magnitude) ->
          randAugment(picture, operations, magnitude / FULL_MAGNITUDE, random);
      case Erasing erasing -> picture.coloured(image -> erased(image, erasing, random));
      case Mixup _, CutMix _ -> picture;
    };
  }

  private static Picture padCrop(Picture picture, int padding, RandomGenerator random) {
    int top = random.nextInt(2 * padding + 1) - padding;
    int left = random.nextInt(2 * padding + 1) - padding;
    return picture.cut(top, left, picture.image().height(), picture.image().width());
  }

  private Picture resizedCrop(Picture picture, ResizedCrop crop, RandomGenerator random) {
    Image image = picture.image();
    Size size = output.orElse(new Size(image.height(), image.width()));
    double[] scale = {crop.leastScale(), crop.mostScale()};
    double[] ratio = {crop.leastRatio(), crop.mostRatio()};
    Rectangle part =
        Rectangle.draw(image, scale, ratio, 0, random)
            .orElseGet(() -> Rectangle.middle(image, crop.leastRatio(), crop.mostRatio()));
    return picture
        .cut(part.top(), part.left(), part.height(), part.width())
        .resized(size.height(), size.width());
  }

  private static Picture randAugment(
      Picture picture, int operations, double strength, RandomGenerator random) {
    RandomOperation[] choice = RandomOperation.values();
    Picture changed = picture;
    for (int i = 0; i < operations; i++) {
      changed = choice[random.nextInt(choice.length)].apply(changed, strength, random);
    }
    return changed;
  }

  private static Image jittered(Image image, ColourJitter jitter, RandomGenerator random) {
    double brightness = factor(jitter.brightness(), random);
    double contrast = factor(jitter.contrast(), random);
    double saturation = factor(jitter.saturation(), random);
    double hue = Draws.between(-jitter.hue(), jitter.hue(), random);
    List<UnaryOperator<Image>> changes =
        List.of(
            before -> Colours.brightness(before, brightness),
            before -> Colours.contrast(before, contrast),
            before -> Colours.saturation(before, saturation),
            before -> Hue.turned(before, hue));
    int[] order = {0, 1, 2, 3};
    Draws.shuffle(order, random);
    Image changed = image;
    for (int i : order) {
      changed = changes.get(i).apply(changed);
    }
    return changed;
  }

  private static double factor(double jitter, RandomGenerator random) {
    return Draws.between(1 - jitter, 1 + jitter, random);
  }

  private Image erased(Image image, Erasing erasing, RandomGenerator random) {
    if (random.nextDouble() >= erasing.probability()) {
      return image;
    }
    double[] scale = {erasing.leastScale(), erasing.mostScale()};
    double[] ratio = {erasing.leastRatio(), erasing.mostRatio()};
    return Rectangle.draw(image, scale, ratio, 1, random)
        .map(part -> mean.fill(image, part))
        .orElse(image);
  }
}
