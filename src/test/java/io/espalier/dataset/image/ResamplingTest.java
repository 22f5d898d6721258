package io.espalier.dataset.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.dataset.Image;
import io.espalier.dataset.SampleImages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checksums are those of Pillow 12.3 on the same image. */
class ResamplingTest {
  private final Image squares = SampleImages.squares(9, 13, 3);

  @ParameterizedTest
  @CsvSource({"4, 5, 1776192271", "9, 6, 3615873057", "14, 20, 2294395214"})
  void givesTheBytesOfPillow(int height, int width, long checksum) {
    Image resized = Resampling.bilinear(squares, height, width);
    assertThat(resized.height()).isEqualTo(height);
    assertThat(resized.width()).isEqualTo(width);
    assertThat(SampleImages.checksum(resized)).isEqualTo(checksum);
  }

  @Test
  void takesTheNearestPixelAsPillowDoes() {
    assertThat(SampleImages.checksum(Resampling.nearest(squares, 4, 5))).isEqualTo(3804742505L);
  }

  @Test
  void turnsColoursIntoGreyAsPillowDoes() {
    assertThat(SampleImages.checksum(Luma.of(squares))).isEqualTo(221510689L);
  }

  @Test
  void keepsAnImageOfTheSameSize() {
    assertThat(Resampling.bilinear(squares, 9, 13)).isSameAs(squares);
    assertThat(Resampling.nearest(squares, 9, 13).pixels()).isEqualTo(squares.pixels());
  }

  @Test
  void cutsTheMiddle() {
    Image grey = SampleImages.grey(3, 4, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
    assertThat(Cutting.centre(grey, 1, 2, 0).pixels()).containsExactly(6, 7);
    assertThat(Cutting.centre(grey, 5, 2, 99).pixels())
        .containsExactly(99, 99, 2, 3, 6, 7, 10, 11, 99, 99);
  }

  @Test
  void fillsWhatLiesOutside() {
    Image grey = SampleImages.grey(2, 2, 1, 2, 3, 4);
    assertThat(Cutting.cut(grey, -1, 1, 2, 2, 7).pixels()).containsExactly(7, 7, 2, 7);
    assertThat(Cutting.cut(grey, 5, 5, 1, 2, 7).pixels()).containsExactly(7, 7);
  }
}
