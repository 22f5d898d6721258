package io.espalier.format.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Damages files; equal seeds give equal damage. */
final class Mutator {
  private static final int LARGEST_BYTES = 1 << 16;
  private static final int MOST_STEPS = 6;
  private static final int LONGEST_RUN = 64;
  private static final long[] EDGES = {
    0,
    1,
    2,
    0x7f,
    0x80,
    0xff,
    0x100,
    0x7fff,
    0xffff,
    0x7fff_ffffL,
    0x8000_0000L,
    0xffff_ffffL,
    1L << 32,
    1L << 53,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    -1
  };

  private final SplittableRandom random;
  private final List<byte[]> tokens;

  Mutator(long seed, List<byte[]> tokens) {
    this.random = new SplittableRandom(seed);
    this.tokens = tokens;
  }

  /** One of the pool, damaged a few times. */
  byte[] next(List<byte[]> pool) {
    byte[] bytes = pool.get(random.nextInt(pool.size())).clone();
    for (int step = random.nextInt(MOST_STEPS); step >= 0; step--) {
      bytes = damaged(bytes, pool);
    }
    return bytes.length > LARGEST_BYTES ? Arrays.copyOf(bytes, LARGEST_BYTES) : bytes;
  }

  private byte[] damaged(byte[] bytes, List<byte[]> pool) {
    if (bytes.length == 0) {
      return token();
    }
    return switch (random.nextInt(10)) {
      case 0 -> flipped(bytes);
      case 1 -> with(bytes, at(bytes), (byte) random.nextInt());
      case 2 -> Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
      case 3 -> spliced(bytes, pool.get(random.nextInt(pool.size())));
      case 4, 5 -> edged(bytes);
      case 6 -> replaced(bytes, at(bytes), 0, token());
      case 7 -> overwritten(bytes, token());
      case 8 -> replaced(bytes, at(bytes), random.nextInt(LONGEST_RUN), new byte[0]);
      default -> repeated(bytes);
    };
  }

  private int at(byte[] bytes) {
    return random.nextInt(bytes.length);
  }

  private byte[] token() {
    return tokens.get(random.nextInt(tokens.size()));
  }

  private byte[] flipped(byte[] bytes) {
    int at = at(bytes);
    return with(bytes, at, (byte) (bytes[at] ^ 1 << random.nextInt(Byte.SIZE)));
  }

  private static byte[] with(byte[] bytes, int at, byte value) {
    bytes[at] = value;
    return bytes;
  }

  /** The start of one file and the end of another. */
  private byte[] spliced(byte[] bytes, byte[] other) {
    int from = random.nextInt(other.length + 1);
    return replaced(bytes, at(bytes), bytes.length, Arrays.copyOfRange(other, from, other.length));
  }

  /** A number of 1 to 8 bytes that is at the edge of something, as a length may be. */
  private byte[] edged(byte[] bytes) {
    int width = 1 << random.nextInt(4);
    long edge = EDGES[random.nextInt(EDGES.length)] + random.nextInt(-2, 3);
    byte[] number =
        ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(edge).array();
    return overwritten(bytes, Arrays.copyOf(number, width));
  }

  private byte[] overwritten(byte[] bytes, byte[] content) {
    return replaced(bytes, at(bytes), content.length, content);
  }

  private byte[] repeated(byte[] bytes) {
    int from = at(bytes);
    int to = Math.min(bytes.length, from + random.nextInt(LONGEST_RUN));
    return replaced(bytes, at(bytes), 0, Arrays.copyOfRange(bytes, from, to));
  }

  private static byte[] replaced(byte[] bytes, int at, int length, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, 0, at);
    out.writeBytes(content);
    int rest = Math.min(bytes.length, at + length);
    out.write(bytes, rest, bytes.length - rest);
    return out.toByteArray();
  }
}
