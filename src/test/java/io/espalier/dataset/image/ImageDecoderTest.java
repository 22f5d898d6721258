package io.espalier.dataset.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.espalier.dataset.Image;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDecoderTest {
  private static final int HEIGHT = 7;
  private static final int WIDTH = 10;
  private static final long SEED = 8;
  private static final int PNG_HEADER_BYTES = 33;

  private final ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT);

  @ParameterizedTest
  @CsvSource({
    "png, 5, 3",
    "png, 10, 1",
    "bmp, 5, 3",
    "jpeg, 5, 3",
    "jpeg, 10, 1",
  })
  void readsWhatTheLibraryWrote(String format, int type, int channels) throws IOException {
    byte[] encoded = Pictures.encode(Pictures.noise(HEIGHT, WIDTH, type), format);
    BufferedImage expected = ImageIO.read(new ByteArrayInputStream(encoded));

    Image image = decoder.decode("a", encoded);

    assertThat(decoder.header("a", encoded))
        .isEqualTo(
            new ImageHeader(
                ImageFormat.valueOf(format.toUpperCase(java.util.Locale.ROOT)),
                HEIGHT,
                WIDTH,
                channels));
    assertThat(image.channels()).isEqualTo(channels);
    assertThat(samples(image)).isEqualTo(samples(expected));
  }

  @Test
  void roundsSixteenBitsToEight() {
    BufferedImage deep = new BufferedImage(3, 1, BufferedImage.TYPE_USHORT_GRAY);
    deep.getRaster().setPixels(0, 0, 3, 1, new int[] {0, 128 * 257 + 128, 65535});

    Image image = decoder.decode("deep", Pictures.encode(deep, "png"));

    assertThat(image.channels()).isEqualTo(1);
    assertThat(image.pixels()).containsExactly(0, 128, 255);
  }

  @Test
  void laysTransparentPixelsOverWhite() {
    BufferedImage glass = new BufferedImage(3, 1, BufferedImage.TYPE_INT_ARGB);
    glass.setRGB(0, 0, 0x00FF0000);
    glass.setRGB(1, 0, 0xFF0A141E);
    glass.setRGB(2, 0, 0x80000000);

    Image image = decoder.decode("glass", Pictures.encode(glass, "png"));

    assertThat(image.pixels()).containsExactly(255, 255, 255, 10, 20, 30, 127, 127, 127);
  }

  @Test
  void looksColoursUpInThePalette() {
    BufferedImage drawn = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_INDEXED);
    drawn.setRGB(0, 0, 0xFFFF0000);
    drawn.setRGB(1, 0, 0xFF00FF00);

    Image image = decoder.decode("drawn", Pictures.encode(drawn, "png"));

    assertThat(image.pixels()).containsExactly(255, 0, 0, 0, 255, 0);
  }

  @Test
  void readsBlackAndWhiteAsGrey() {
    BufferedImage ink = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_BINARY);
    ink.setRGB(1, 0, 0xFFFFFFFF);

    Image image = decoder.decode("ink", Pictures.encode(ink, "png"));

    assertThat(image.channels()).isEqualTo(1);
    assertThat(image.pixels()).containsExactly(0, 255);
  }

  @Test
  void refusesASmallFileOfAHugePictureBeforeDecodingIt() {
    byte[] bomb = Pictures.blackPng(12_000, 12_000);

    assertThat(bomb.length).isLessThan(40_000);
    assertRefused(bomb, "12000 x 12000 pixels large; at most 40,000,000 pixels are decoded");
  }

  @Test
  void decodesAPictureJustWithinItsLimit() {
    byte[] encoded = Pictures.blackPng(100, 30);
    assertThat(new ImageDecoder(new ImageLimits(10_000, 3_000)).decode("a", encoded).height())
        .isEqualTo(100);
    assertThat(refusal(new ImageDecoder(new ImageLimits(10_000, 2_999)), encoded))
        .hasMessageContaining("2,999 pixels");
    assertThat(refusal(new ImageDecoder(new ImageLimits(50, 3_000)), encoded))
        .hasMessageContaining("at most 50 are read");
  }

  @ParameterizedTest
  @ValueSource(ints = {BufferedImage.TYPE_3BYTE_BGR, BufferedImage.TYPE_BYTE_INDEXED})
  void inflatesNoCommentOfAPicture(int type) {
    byte[] encoded = Pictures.encode(Pictures.noise(HEIGHT, WIDTH, type), "png");
    byte[] notDeflated = {'a', 0, 0, 1, 2, 3};
    byte[] commented =
        Pictures.insert(encoded, PNG_HEADER_BYTES, Pictures.pngChunk("zTXt", notDeflated));

    assertThat(decoder.decode("a", commented).pixels())
        .isEqualTo(decoder.decode("a", encoded).pixels());
  }

  @Test
  void appliesNoColourProfile() {
    byte[] encoded = Pictures.encode(Pictures.noise(HEIGHT, WIDTH, 5), "jpeg");
    byte[] profile = new byte[2 + 2 + 40];
    System.arraycopy("ICC_PROFILE\0\1\1".getBytes(), 0, profile, 4, 14);
    profile[0] = (byte) 0xFF;
    profile[1] = (byte) 0xE2;
    profile[3] = 42;

    byte[] profiled = Pictures.insert(encoded, 2, profile);

    assertThat(new JpegFile("a", profiled).essential())
        .isEqualTo(new JpegFile("a", encoded).essential());
    assertThat(decoder.decode("a", profiled).pixels())
        .isEqualTo(decoder.decode("a", encoded).pixels());
  }

  @Test
  void refusesCmyk() {
    byte[] encoded = Pictures.encode(Pictures.noise(HEIGHT, WIDTH, 5), "jpeg");
    encoded[frameHeader(encoded) + 9] = 4;
    assertRefused(encoded, "has 4 colour components (CMYK?)");
  }

  @Test
  void refusesAJpegOfManyScans() {
    byte[] encoded = Pictures.encode(Pictures.noise(HEIGHT, WIDTH, 10), "jpeg");
    byte[] scan = {(byte) 0xFF, (byte) 0xDA, 0, 8, 1, 1, 0, 0, 63, 0};
    byte[] scans = new byte[0];
    for (int i = 0; i < 200; i++) {
      scans = Pictures.insert(scans, 0, scan);
    }
    assertRefused(Pictures.insert(encoded, encoded.length - 2, scans), "100 scans");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "P", "GIF89a.............", "\u00ff\u00d8\u00ff", "BM"})
  void refusesWhatIsNoPicture(String text) {
    byte[] encoded = text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    assertThat(refusal(decoder, encoded)).hasMessageStartingWith("The picture (cat.jpg) ");
  }

  @ParameterizedTest
  @CsvSource({"png, 24", "jpeg, 0", "bmp, 2"})
  void refusesEveryPictureThatIsCutOff(String format, int unused) {
    byte[] encoded = Pictures.encode(Pictures.noise(HEIGHT, WIDTH, 5), format);
    for (int length = 0; length < encoded.length - unused; length++) {
      refusal(decoder, Arrays.copyOf(encoded, length));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpeg", "bmp"})
  void givesPixelsOrARefusalWhateverTheBytes(String format) {
    byte[] encoded = Pictures.encode(Pictures.noise(HEIGHT, WIDTH, 5), format);
    Random random = new Random(SEED);
    ImageDecoder small = new ImageDecoder(new ImageLimits(1 << 20, 1 << 20));
    for (int attempt = 0; attempt < 2000; attempt++) {
      byte[] damaged = encoded.clone();
      for (int i = 0; i <= random.nextInt(4); i++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      try {
        assertThat(small.decode("a", damaged).pixels()).isNotEmpty();
      } catch (EspalierException e) {
        assertThat(e.code()).isEqualTo(ErrorCode.DATASET_INVALID);
      }
    }
  }

  private static int frameHeader(byte[] encoded) {
    int at = 0;
    while (encoded[at] != (byte) 0xFF || encoded[at + 1] != (byte) 0xC0) {
      at++;
    }
    return at;
  }

  private void assertRefused(byte[] encoded, String words) {
    assertThat(refusal(decoder, encoded)).hasMessageContaining(words);
  }

  private static EspalierException refusal(ImageDecoder decoder, byte[] encoded) {
    EspalierException refusal =
        catchThrowableOfType(EspalierException.class, () -> decoder.decode("cat.jpg", encoded));
    assertThat(refusal).isNotNull();
    assertThat(refusal.code()).isEqualTo(ErrorCode.DATASET_INVALID);
    return refusal;
  }

  private static int[] samples(Image image) {
    int[] samples = new int[image.pixels().length];
    Arrays.setAll(samples, i -> image.pixels()[i] & 0xFF);
    return samples;
  }

  private static int[] samples(BufferedImage image) {
    return image.getRaster().getPixels(0, 0, image.getWidth(), image.getHeight(), (int[]) null);
  }
}
