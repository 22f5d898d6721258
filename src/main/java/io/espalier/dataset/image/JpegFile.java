package io.espalier.dataset.image;

import java.io.ByteArrayOutputStream;

/**
 * Walks the segments of a JPEG file. Source: ITU-T T.81, annex B.
 *
 * <p>Each scan may touch every pixel again, so their number is bounded. Comments, thumbnails,
 * camera data and colour profiles are left out: pixels mean what the file stores, whatever device
 * they were meant for.
 */
final class JpegFile {
  static final int SIGNATURE = 0xFFD8FF;

  private static final int MOST_SCANS = 100;
  private static final int START_OF_IMAGE_BYTES = 2;
  private static final int END_OF_IMAGE = 0xD9;
  private static final int START_OF_SCAN = 0xDA;
  private static final int COMMENT = 0xFE;
  private static final int JFIF = 0xE0;
  private static final int ADOBE = 0xEE;
  private static final int LAST_APPLICATION = 0xEF;

  private final String name;
  private final byte[] encoded;
  private int position = START_OF_IMAGE_BYTES;

  JpegFile(String name, byte[] encoded) {
    this.name = name;
    this.encoded = encoded;
  }

  /** The frame header; nothing after it is looked at. */
  ImageHeader header() {
    while (true) {
      int marker = nextMarker();
      if (isFrame(marker)) {
        return frame(marker);
      }
      if (marker == END_OF_IMAGE || marker == START_OF_SCAN) {
        throw InvalidImage.of(name, "has no frame header");
      }
      skipSegment(marker);
    }
  }

  /** The same picture with only the segments that its pixels need, and nothing after its end. */
  byte[] essential() {
    ByteArrayOutputStream kept = new ByteArrayOutputStream(encoded.length);
    kept.write(encoded, 0, START_OF_IMAGE_BYTES);
    int scans = 0;
    int frames = 0;
    int marker;
    do {
      marker = nextMarker();
      int start = position - 2;
      skipSegment(marker);
      scans += marker == START_OF_SCAN ? 1 : 0;
      frames += isFrame(marker) ? 1 : 0;
      if (scans > MOST_SCANS || frames > 1) {
        throw InvalidImage.of(name, "has more than one frame or %d scans".formatted(MOST_SCANS));
      }
      if (isEssential(marker)) {
        kept.write(encoded, start, position - start);
      }
    } while (marker != END_OF_IMAGE);
    return kept.toByteArray();
  }

  /** Skips what is no marker and steps behind the next one. */
  private int nextMarker() {
    while (encoded[position] != (byte) 0xFF || isFill(encoded[position + 1])) {
      position++;
    }
    position += 2;
    return encoded[position - 1] & 0xFF;
  }

  private static boolean isFill(byte next) {
    return next == (byte) 0xFF || next == 0;
  }

  private void skipSegment(int marker) {
    if (isAlone(marker)) {
      return;
    }
    position += unsignedShort(position);
    if (marker == START_OF_SCAN) {
      skipScan();
    }
  }

  private void skipScan() {
    while (encoded[position] != (byte) 0xFF || isInScan(encoded[position + 1] & 0xFF)) {
      position++;
    }
  }

  /** A stuffed zero, a restart or a fill byte. */
  private static boolean isInScan(int next) {
    return next == 0 || next >= 0xD0 && next <= 0xD7 || next == 0xFF;
  }

  private static boolean isAlone(int marker) {
    return marker == END_OF_IMAGE || marker >= 0xD0 && marker <= 0xD8 || marker == 0x01;
  }

  private static boolean isEssential(int marker) {
    boolean application = marker >= JFIF && marker <= LAST_APPLICATION;
    return marker != COMMENT && (!application || marker == JFIF || marker == ADOBE);
  }

  private static boolean isFrame(int marker) {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
  }

  private ImageHeader frame(int marker) {
    int bits = encoded[position + 2];
    int components = encoded[position + 7];
    if (marker > 0xC2 || bits != 8) {
      throw InvalidImage.of(name, "is a JPEG file of a rare kind; save it as baseline JPEG or PNG");
    }
    if (components != 1 && components != 3) {
      throw InvalidImage.of(
          name, "has %d colour components (CMYK?); save it as RGB".formatted(components));
    }
    int height = unsignedShort(position + 3);
    int width = unsignedShort(position + 5);
    return new ImageHeader(ImageFormat.JPEG, height, width, components);
  }

  private int unsignedShort(int at) {
    return (encoded[at] & 0xFF) << 8 | encoded[at + 1] & 0xFF;
  }
}
