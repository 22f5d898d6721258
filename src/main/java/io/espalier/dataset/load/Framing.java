package io.espalier.dataset.load;

import io.espalier.dataset.Image;
import io.espalier.dataset.Preprocessing;
import io.espalier.dataset.Preprocessing.Resize.Exactly;
import io.espalier.dataset.Preprocessing.Resize.ShorterSide;
import io.espalier.dataset.Preprocessing.Size;
import io.espalier.dataset.Sample;
import io.espalier.dataset.augment.Picture;
import io.espalier.dataset.image.ImageLimits;
import java.util.Optional;

/** Resizing and the centre crop of a preprocessing. */
final class Framing {
  private final Preprocessing preprocessing;

  Framing(Preprocessing preprocessing) {
    this.preprocessing = preprocessing;
  }

  Sample apply(Sample sample) {
    if (!(sample.input() instanceof Image image)) {
      return sample;
    }
    Size size = resized(new Size(image.height(), image.width()));
    refuseHuge(image, size);
    Picture resized = Picture.of(image, sample.target()).resized(size.height(), size.width());
    Picture framed =
        preprocessing
            .crop()
            .map(crop -> resized.centre(crop.height(), crop.width()))
            .orElse(resized);
    return framed.with(sample.target());
  }

  private static void refuseHuge(Image image, Size size) {
    if ((long) size.height() * size.width() > ImageLimits.DEFAULT.pixels()) {
      throw Refusal.of(
          "An image of %d x %d pixels would be resized to %d x %d; set preprocess.resize to a height and a width."
              .formatted(image.height(), image.width(), size.height(), size.width()));
    }
  }

  /** What an image of that size becomes before the crop. */
  private Size resized(Size size) {
    return preprocessing
        .resize()
        .map(
            resize ->
                switch (resize) {
                  case Exactly(Size exactly) -> exactly;
                  case ShorterSide(int pixels) -> shorterSide(size, pixels);
                })
        .orElse(size);
  }

  private static Size shorterSide(Size size, int pixels) {
    return size.height() <= size.width()
        ? new Size(pixels, longer(pixels, size.width(), size.height()))
        : new Size(longer(pixels, size.height(), size.width()), pixels);
  }

  private static int longer(int pixels, int longer, int shorter) {
    return (int) Math.min(Integer.MAX_VALUE, (long) pixels * longer / shorter);
  }

  /** What an image of that size becomes. */
  Size framed(Size size) {
    return preprocessing.crop().orElseGet(() -> resized(size));
  }

  /** What every image becomes, where that does not depend on its own size. */
  Optional<Size> always() {
    return preprocessing
        .crop()
        .or(
            () ->
                preprocessing
                    .resize()
                    .flatMap(
                        resize ->
                            resize instanceof Exactly(Size size)
                                ? Optional.of(size)
                                : Optional.empty()));
  }
}
