package io.espalier.dataset.augment;

import java.util.random.RandomGenerator;

/** The operations that RandAugment chooses from, at a strength in [0, 1]. */
enum RandomOperation {
  IDENTITY,
  AUTO_CONTRAST,
  EQUALIZE,
  ROTATE,
  SOLARIZE,
  COLOUR,
  POSTERIZE,
  CONTRAST,
  BRIGHTNESS,
  SHARPNESS,
  SHEAR_X,
  SHEAR_Y,
  TRANSLATE_X,
  TRANSLATE_Y;

  private static final double MOST_DEGREES = 30;
  private static final double MOST_FACTOR = 0.9;
  private static final double MOST_SLOPE = 0.3;
  private static final double MOST_SHIFT = 150 / 331.0;
  private static final int MOST_BITS_LOST = 4;

  /** Those with a direction go either way. */
  Picture apply(Picture picture, double strength, RandomGenerator random) {
    double signed = random.nextBoolean() ? strength : -strength;
    double factor = 1 + MOST_FACTOR * signed;
    int right = (int) (MOST_SHIFT * picture.image().width() * signed);
    int down = (int) (MOST_SHIFT * picture.image().height() * signed);
    return switch (this) {
      case IDENTITY -> picture;
      case AUTO_CONTRAST -> picture.coloured(Colours::autoContrast);
      case EQUALIZE -> picture.coloured(Colours::equalized);
      case ROTATE -> picture.moved(Movement.rotate(MOST_DEGREES * signed, picture.image()));
      case SOLARIZE -> picture.coloured(image -> Colours.solarized(image, 255 * (1 - strength)));
      case COLOUR -> picture.coloured(image -> Colours.saturation(image, factor));
      case POSTERIZE ->
          picture.coloured(
              image -> Colours.posterized(image, 8 - (int) Math.rint(MOST_BITS_LOST * strength)));
      case CONTRAST -> picture.coloured(image -> Colours.contrast(image, factor));
      case BRIGHTNESS -> picture.coloured(image -> Colours.brightness(image, factor));
      case SHARPNESS -> picture.coloured(image -> Colours.sharpness(image, factor));
      case SHEAR_X -> picture.moved(Movement.shearX(MOST_SLOPE * signed));
      case SHEAR_Y -> picture.moved(Movement.shearY(MOST_SLOPE * signed));
      case TRANSLATE_X -> picture.moved(Movement.translate(right, 0));
      case TRANSLATE_Y -> picture.moved(Movement.translate(0, down));
    };
  }
}
