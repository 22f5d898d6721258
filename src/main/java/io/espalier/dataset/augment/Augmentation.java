package io.espalier.dataset.augment;

/** A random change of training samples; never applied where a model is evaluated. */
public sealed interface Augmentation {

  /** The name used in job documents. */
  String wireName();

  /**
   * Left and right exchanged.
   *
   * @param probability in [0, 1]
   */
  record Flip(double probability) implements Augmentation {
    public static final Flip DEFAULT = new Flip(0.5);

    @Override
    public String wireName() {
      return "flip";
    }
  }

  /**
   * A cut of the picture's own size at a random place of the picture with a black margin. Source:
   * He et al., "Deep Residual Learning for Image Recognition", 2016, section 4.2.
   *
   * @param padding width of the margin on each side, in pixels, in [1, 64]
   */
  record PadCrop(int padding) implements Augmentation {
    public static final PadCrop DEFAULT = new PadCrop(4);

    @Override
    public String wireName() {
      return "pad-crop";
    }
  }

  /**
   * A random part of the picture, resized to what the network takes; instead of the resizing and
   * the centre crop of the preprocessing. Source: Szegedy et al., "Going Deeper with Convolutions",
   * 2015, section 6.
   *
   * @param leastScale share of the picture's area, in (0, 1]
   * @param mostScale in [leastScale, 1]
   * @param leastRatio width over height, above 0
   * @param mostRatio at least leastRatio
   */
  record ResizedCrop(double leastScale, double mostScale, double leastRatio, double mostRatio)
      implements Augmentation {
    public static final ResizedCrop DEFAULT = new ResizedCrop(0.08, 1, 3 / 4.0, 4 / 3.0);

    @Override
    public String wireName() {
      return "resized-crop";
    }
  }

  /**
   * Random brightness, contrast, saturation and hue, in random order. The first three are
   * multiplied by a number in [1 − x, 1 + x], the hue is turned by at most x turns.
   *
   * @param brightness in [0, 1]
   * @param contrast in [0, 1]
   * @param saturation in [0, 1]
   * @param hue in [0, 0.5]
   */
  record ColourJitter(double brightness, double contrast, double saturation, double hue)
      implements Augmentation {
    public static final ColourJitter DEFAULT = new ColourJitter(0.4, 0.4, 0.4, 0.1);

    @Override
    public String wireName() {
      return "colour-jitter";
    }
  }

  /**
   * Some of fourteen operations, one after the other. Source: Cubuk et al., "RandAugment: Practical
   * automated data augmentation with a reduced search space", 2020.
   *
   * @param operations how many, in [1, 14]
   * @param magnitude of each, in [0, 30]
   */
  record RandAugment(int operations, int magnitude) implements Augmentation {
    public static final RandAugment DEFAULT = new RandAugment(2, 9);

    @Override
    public String wireName() {
      return "rand-augment";
    }
  }

  /**
   * Each sample and its target mixed with another of the batch, with one Beta(alpha, alpha) share
   * for the batch. Where cutmix is given too, each batch gets one of both. Source: Zhang et al.,
   * "mixup: Beyond Empirical Risk Minimization", 2018.
   *
   * @param alpha in (0, 10]
   */
  record Mixup(double alpha) implements Augmentation {
    public static final Mixup DEFAULT = new Mixup(0.2);

    @Override
    public String wireName() {
      return "mixup";
    }
  }

  /**
   * A rectangle of each picture replaced by that of another of the batch, targets mixed by area.
   * Source: Yun et al., "CutMix: Regularization Strategy to Train Strong Classifiers with
   * Localizable Features", 2019.
   *
   * @param alpha in (0, 10]; the share kept is drawn from Beta(alpha, alpha)
   */
  record CutMix(double alpha) implements Augmentation {
    public static final CutMix DEFAULT = new CutMix(1);

    @Override
    public String wireName() {
      return "cutmix";
    }
  }

  /**
   * A random rectangle set to the mean that the preprocessing takes away. Source: Zhong et al.,
   * "Random Erasing Data Augmentation", 2020.
   *
   * @param probability in [0, 1]
   * @param leastScale share of the picture's area, in (0, 1)
   * @param mostScale in [leastScale, 1)
   * @param leastRatio width over height, above 0
   * @param mostRatio at least leastRatio
   */
  record Erasing(
      double probability, double leastScale, double mostScale, double leastRatio, double mostRatio)
      implements Augmentation {
    public static final Erasing DEFAULT = new Erasing(0.25, 0.02, 1 / 3.0, 0.3, 3.3);

    @Override
    public String wireName() {
      return "erasing";
    }
  }
}
