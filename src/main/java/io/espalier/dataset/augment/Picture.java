package io.espalier.dataset.augment;

import io.espalier.dataset.Image;
import io.espalier.dataset.Sample;
import io.espalier.dataset.Target;
import io.espalier.dataset.Target.OfPixels;
import io.espalier.dataset.image.Cutting;
import io.espalier.dataset.image.Resampling;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * An image, and the classes of its pixels as an image of one channel where it has such: they follow
 * every movement of the image, and no change of its colours.
 */
public record Picture(Image image, Optional<Image> classes) {
  private static final int BLACK = 0;

  public static Picture of(Image image, Target target) {
    return new Picture(
        image,
        target instanceof OfPixels(int height, int width, byte[] pixels)
            ? Optional.of(new Image(height, width, 1, pixels))
            : Optional.empty());
  }

  /** The sample with what became of its image and of the classes of its pixels. */
  public Sample with(Target target) {
    return new Sample(
        image,
        classes
            .<Target>map(mask -> new OfPixels(mask.height(), mask.width(), mask.pixels()))
            .orElse(target));
  }

  /** Smooth for the image, nearest for classes. */
  public Picture resized(int height, int width) {
    return new Picture(
        Resampling.bilinear(image, height, width),
        classes.map(mask -> Resampling.nearest(mask, height, width)));
  }

  /** Outside the picture, the image is black and classes do not count. */
  public Picture cut(int top, int left, int height, int width) {
    return new Picture(
        Cutting.cut(image, top, left, height, width, BLACK),
        classes.map(mask -> Cutting.cut(mask, top, left, height, width, OfPixels.IGNORED)));
  }

  public Picture centre(int height, int width) {
    return new Picture(
        Cutting.centre(image, height, width, BLACK),
        classes.map(mask -> Cutting.centre(mask, height, width, OfPixels.IGNORED)));
  }

  Picture flipped() {
    return new Picture(Movement.flipped(image), classes.map(Movement::flipped));
  }

  Picture moved(Movement movement) {
    return new Picture(
        movement.of(image, BLACK), classes.map(mask -> movement.of(mask, OfPixels.IGNORED)));
  }

  Picture coloured(UnaryOperator<Image> change) {
    return new Picture(change.apply(image), classes);
  }
}
