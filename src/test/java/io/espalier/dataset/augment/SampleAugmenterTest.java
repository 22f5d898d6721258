package io.espalier.dataset.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.dataset.Features;
import io.espalier.dataset.Image;
import io.espalier.dataset.Preprocessing;
import io.espalier.dataset.Preprocessing.Size;
import io.espalier.dataset.Sample;
import io.espalier.dataset.SampleImages;
import io.espalier.dataset.Target;
import io.espalier.dataset.Target.OfClass;
import io.espalier.dataset.Target.OfPixels;
import io.espalier.dataset.augment.Augmentation.ColourJitter;
import io.espalier.dataset.augment.Augmentation.CutMix;
import io.espalier.dataset.augment.Augmentation.Erasing;
import io.espalier.dataset.augment.Augmentation.Flip;
import io.espalier.dataset.augment.Augmentation.Mixup;
import io.espalier.dataset.augment.Augmentation.PadCrop;
import io.espalier.dataset.augment.Augmentation.RandAugment;
import io.espalier.dataset.augment.Augmentation.ResizedCrop;
import io.espalier.dataset.augment.Draws.Purpose;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class SampleAugmenterTest {
  private static final long SEED = 12;
  private static final double FREQUENCY_TOLERANCE = 0.05;
  private static final MeanPixel BLACK = MeanPixel.of(Preprocessing.NONE);
  private static final Target ANY = new OfClass(0);

  private final Image squares = SampleImages.squares(9, 13, 3);

  static Stream<Augmentation> all() {
    return Stream.of(
        Flip.DEFAULT,
        PadCrop.DEFAULT,
        ResizedCrop.DEFAULT,
        ColourJitter.DEFAULT,
        RandAugment.DEFAULT,
        Mixup.DEFAULT,
        CutMix.DEFAULT,
        Erasing.DEFAULT);
  }

  @ParameterizedTest
  @MethodSource("all")
  void givesTheSameForTheSameNumbersAndLeavesItsInput(Augmentation augmentation) {
    byte[] before = squares.pixels().clone();
    for (int index = 0; index < 50; index++) {
      Image first = augmented(augmentation, squares, index);
      assertThat(first.pixels()).isEqualTo(augmented(augmentation, squares, index).pixels());
      assertThat(first.height()).isEqualTo(9);
      assertThat(first.width()).isEqualTo(13);
    }
    assertThat(squares.pixels()).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("all")
  void takesGreyImagesOfOnePixel(Augmentation augmentation) {
    for (int index = 0; index < 20; index++) {
      assertThat(augmented(augmentation, SampleImages.grey(1, 1, 7), index).pixels()).hasSize(1);
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void leavesFeaturesAlone(Augmentation augmentation) {
    Sample sample = new Sample(new Features(List.of(1L), new float[] {1}), ANY);
    assertThat(augmenter(augmentation).apply(sample, random(0))).isSameAs(sample);
  }

  @Test
  void flippingTwiceChangesNothing() {
    Flip always = new Flip(1);
    Image once = augmented(always, squares, 0);
    assertThat(once.pixels()).isNotEqualTo(squares.pixels());
    assertThat(augmented(always, once, 0).pixels()).isEqualTo(squares.pixels());
  }

  @Test
  void flipsLeftAndRightWithTheProbability() {
    Image grey = SampleImages.grey(2, 3, 1, 2, 3, 4, 5, 6);
    int flipped = 0;
    for (int index = 0; index < 2000; index++) {
      Image image = augmented(new Flip(0.3), grey, index);
      flipped += image.pixels()[0] == 3 ? 1 : 0;
      assertThat(SampleImages.values(image))
          .isIn(new int[] {1, 2, 3, 4, 5, 6}, new int[] {3, 2, 1, 6, 5, 4});
    }
    assertThat(flipped / 2000.0).isCloseTo(0.3, within(FREQUENCY_TOLERANCE));
  }

  @Test
  void padCropMovesByAtMostThePaddingEitherWay() {
    Image dot = SampleImages.grey(5, 5, dotAt(12));
    Set<Integer> places = new HashSet<>();
    for (int index = 0; index < 500; index++) {
      int[] values = SampleImages.values(augmented(new PadCrop(1), dot, index));
      places.add(indexOf(values, 200));
    }
    assertThat(places).containsExactlyInAnyOrder(6, 7, 8, 11, 12, 13, 16, 17, 18);
  }

  @Test
  void aResizedCropOfTheWholeIsTheResizedImage() {
    ResizedCrop whole = new ResizedCrop(1, 1, 13 / 9.0, 13 / 9.0);
    SampleAugmenter augmenter =
        new SampleAugmenter(List.of(whole), Optional.of(new Size(4, 5)), BLACK);
    Sample sample = augmenter.apply(new Sample(squares, ANY), random(0));
    assertThat(SampleImages.checksum((Image) sample.input())).isEqualTo(1776192271L);
  }

  @Test
  void erasesARectangleOfTheMeanColour() {
    MeanPixel mean = new MeanPixel(11, 12, 13);
    Image white = filled(20, 30, 255);
    int erased = 0;
    for (int index = 0; index < 400; index++) {
      Sample sample =
          new SampleAugmenter(List.of(new Erasing(0.5, 0.1, 0.2, 0.5, 2)), Optional.empty(), mean)
              .apply(new Sample(white, ANY), random(index));
      int pixels = erasedPixels((Image) sample.input(), mean);
      erased += pixels > 0 ? 1 : 0;
      assertThat(pixels / 600.0).isLessThan(0.2 + FREQUENCY_TOLERANCE);
    }
    assertThat(erased / 400.0).isCloseTo(0.5, within(FREQUENCY_TOLERANCE));
  }

  @ParameterizedTest
  @EnumSource(RandomOperation.class)
  void everyRandomOperationKeepsSizeAndTakesAnyStrength(RandomOperation operation) {
    for (double strength : new double[] {0, 0.3, 1}) {
      for (Image image : List.of(squares, SampleImages.squares(9, 13, 1), filled(3, 3, 9))) {
        Image changed = operation.apply(Picture.of(image, ANY), strength, random(3)).image();
        assertThat(changed.pixels()).hasSameSizeAs(image.pixels());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = RandomOperation.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"AUTO_CONTRAST", "EQUALIZE", "SOLARIZE"})
  void randomOperationsWithoutStrengthChangeNothing(RandomOperation operation) {
    Picture changed = operation.apply(Picture.of(squares, ANY), 0, random(1));
    assertThat(changed.image().pixels()).isEqualTo(squares.pixels());
  }

  @Test
  void movesByAffineMaps() {
    Image grey = SampleImages.grey(3, 3, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertThat(Movement.translate(1, 0).of(grey, 0).pixels())
        .containsExactly(0, 1, 2, 0, 4, 5, 0, 7, 8);
    assertThat(Movement.translate(0, -1).of(grey, 99).pixels())
        .containsExactly(4, 5, 6, 7, 8, 9, 99, 99, 99);
    assertThat(Movement.rotate(90, grey).of(grey, 0).pixels())
        .containsExactly(3, 6, 9, 2, 5, 8, 1, 4, 7);
    assertThat(Movement.shearX(1).of(grey, 0).pixels()).containsExactly(2, 3, 0, 6, 0, 0, 0, 0, 0);
    assertThat(Movement.shearY(-1).of(grey, 0).pixels()).containsExactly(1, 0, 0, 4, 2, 0, 7, 5, 3);
  }

  @ParameterizedTest
  @MethodSource("all")
  void classesOfPixelsFollowTheirPixels(Augmentation augmentation) {
    if (augmentation instanceof ResizedCrop) {
      return;
    }
    Image ones = filled(12, 16, 200);
    byte[] classes = new byte[12 * 16];
    Arrays.fill(classes, (byte) 1);
    SampleAugmenter geometric =
        new SampleAugmenter(List.of(augmentation), Optional.empty(), new MeanPixel(90, 90, 90));
    for (int index = 0; index < 100; index++) {
      Sample sample =
          geometric.apply(new Sample(ones, new OfPixels(12, 16, classes)), random(index));
      int[] pixels = SampleImages.values((Image) sample.input());
      byte[] mask = ((OfPixels) sample.target()).classes();
      for (int i = 0; i < mask.length; i++) {
        boolean outside = mask[i] == (byte) OfPixels.IGNORED;
        assertThat(mask[i]).isIn((byte) 1, (byte) OfPixels.IGNORED);
        if (outside && augmentation instanceof PadCrop) {
          assertThat(pixels[3 * i]).isZero();
        }
      }
    }
  }

  @Test
  void aMaskIsFlippedAndCutWithItsImage() {
    int[] values = new int[35];
    for (int i = 0; i < values.length; i++) {
      values[i] = i + 1;
    }
    Image image = SampleImages.grey(5, 7, values);
    SampleAugmenter both =
        new SampleAugmenter(List.of(new PadCrop(2), Flip.DEFAULT), Optional.empty(), BLACK);
    for (int index = 0; index < 100; index++) {
      Sample sample =
          both.apply(new Sample(image, new OfPixels(5, 7, image.pixels())), random(index));
      byte[] mask = ((OfPixels) sample.target()).classes();
      for (int i = 0; i < mask.length; i++) {
        int pixel = ((Image) sample.input()).pixels()[i];
        assertThat((int) mask[i]).isEqualTo(pixel == 0 ? -1 : pixel);
      }
    }
  }

  private static SampleAugmenter augmenter(Augmentation augmentation) {
    return new SampleAugmenter(List.of(augmentation), Optional.empty(), BLACK);
  }

  private static Image augmented(Augmentation augmentation, Image image, int index) {
    Sample sample = augmenter(augmentation).apply(new Sample(image, ANY), random(index));
    assertThat(sample.target()).isSameAs(ANY);
    return (Image) sample.input();
  }

  private static RandomGenerator random(int index) {
    return Draws.of(SEED, Purpose.SAMPLE, 0, index);
  }

  private static int[] dotAt(int place) {
    int[] values = new int[25];
    values[place] = 200;
    return values;
  }

  private static int indexOf(int[] values, int wanted) {
    int at = 0;
    while (values[at] != wanted) {
      at++;
    }
    return at;
  }

  private static Image filled(int height, int width, int value) {
    byte[] pixels = new byte[height * width * 3];
    Arrays.fill(pixels, (byte) value);
    return new Image(height, width, 3, pixels);
  }

  private static int erasedPixels(Image image, MeanPixel mean) {
    int erased = 0;
    for (int i = 0; i < image.pixels().length; i += 3) {
      if (image.pixels()[i] == mean.red()) {
        assertThat(image.pixels()[i + 1]).isEqualTo((byte) mean.green());
        assertThat(image.pixels()[i + 2]).isEqualTo((byte) mean.blue());
        erased++;
      }
    }
    return erased;
  }
}
