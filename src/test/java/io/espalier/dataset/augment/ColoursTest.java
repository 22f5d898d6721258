package io.espalier.dataset.augment;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.dataset.Image;
import io.espalier.dataset.SampleImages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checksums are those of Pillow 12.3 on the same image. */
class ColoursTest {
  private final Image squares = SampleImages.squares(9, 13, 3);

  @Test
  void multipliesBrightness() {
    Image grey = SampleImages.grey(1, 3, 10, 100, 200);
    assertThat(SampleImages.values(Colours.brightness(grey, 1.5))).containsExactly(15, 150, 255);
    assertThat(SampleImages.values(Colours.brightness(grey, 0))).containsExactly(0, 0, 0);
  }

  @Test
  void spreadsContrastAroundTheMean() {
    Image grey = SampleImages.grey(1, 3, 0, 100, 200);
    assertThat(SampleImages.values(Colours.contrast(grey, 0.5))).containsExactly(50, 100, 150);
    assertThat(SampleImages.values(Colours.contrast(grey, 2))).containsExactly(0, 100, 255);
  }

  @Test
  void fadesColoursIntoGrey() {
    Image red = SampleImages.image(1, 1, 3, 255, 0, 0);
    assertThat(SampleImages.values(Colours.saturation(red, 0))).containsExactly(76, 76, 76);
    assertThat(SampleImages.values(Colours.saturation(red, 0.5))).containsExactly(165, 38, 38);
  }

  @Test
  void turnsHues() {
    Image red = SampleImages.image(1, 1, 3, 200, 50, 50);
    assertThat(SampleImages.values(Hue.turned(red, 1 / 3.0))).containsExactly(50, 200, 50);
    assertThat(SampleImages.values(Hue.turned(red, -1 / 3.0))).containsExactly(50, 50, 200);
    assertThat(SampleImages.values(Hue.turned(red, 0.5))).containsExactly(50, 200, 200);
  }

  @ParameterizedTest
  @CsvSource({"1", "3"})
  void aFactorOfOneChangesNothing(int channels) {
    Image image = SampleImages.squares(9, 13, channels);
    assertThat(Colours.brightness(image, 1).pixels()).isEqualTo(image.pixels());
    assertThat(Colours.contrast(image, 1).pixels()).isEqualTo(image.pixels());
    assertThat(Colours.saturation(image, 1).pixels()).isEqualTo(image.pixels());
    assertThat(Colours.sharpness(image, 1).pixels()).isEqualTo(image.pixels());
    assertThat(Colours.posterized(image, 8).pixels()).isEqualTo(image.pixels());
    assertThat(Colours.solarized(image, 256).pixels()).isEqualTo(image.pixels());
    assertThat(Hue.turned(image, 0).pixels()).isEqualTo(image.pixels());
  }

  @Test
  void equalizesAsPillowDoes() {
    assertThat(SampleImages.checksum(Colours.equalized(squares))).isEqualTo(2638452249L);
    assertThat(SampleImages.checksum(Colours.equalized(ramp()))).isEqualTo(1595513876L);
  }

  @Test
  void stretchesContrastAsPillowDoes() {
    assertThat(SampleImages.checksum(Colours.autoContrast(squares))).isEqualTo(3894410712L);
    assertThat(SampleImages.checksum(Colours.autoContrast(ramp()))).isEqualTo(487893704L);
  }

  @Test
  void blursAsPillowDoes() {
    assertThat(SampleImages.checksum(Colours.sharpness(squares, 0))).isEqualTo(2405339427L);
  }

  @Test
  void cutsBitsAndInvertsBrightPixels() {
    Image grey = SampleImages.grey(1, 3, 127, 128, 255);
    assertThat(SampleImages.values(Colours.posterized(grey, 4))).containsExactly(112, 128, 240);
    assertThat(SampleImages.values(Colours.solarized(grey, 128))).containsExactly(127, 127, 0);
  }

  private static Image ramp() {
    int[] values = new int[900];
    for (int i = 0; i < values.length; i++) {
      values[i] = (i * i / 7 + 3 * i) % 200 + 20;
    }
    return SampleImages.grey(30, 30, values);
  }
}
