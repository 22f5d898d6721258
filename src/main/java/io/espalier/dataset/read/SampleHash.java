package io.espalier.dataset.read;

import io.espalier.dataset.Features;
import io.espalier.dataset.Image;
import io.espalier.dataset.SampleInput;
import io.espalier.dataset.Tokens;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The first 64 bits of SHA-256 over what a network would see of a sample. */
final class SampleHash {
  private SampleHash() {}

  static long of(SampleInput input) {
    byte[] digest = digest().digest(bytes(input));
    return ByteBuffer.wrap(digest).getLong();
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("Every Java platform has SHA-256.", missing);
    }
  }

  private static byte[] bytes(SampleInput input) {
    return switch (input) {
      case Image image -> image.pixels();
      case Features features -> {
        ByteBuffer buffer = ByteBuffer.allocate(features.values().length * Float.BYTES);
        buffer.asFloatBuffer().put(features.values());
        yield buffer.array();
      }
      case Tokens tokens -> {
        ByteBuffer buffer = ByteBuffer.allocate(tokens.identifiers().length * Long.BYTES);
        buffer.asLongBuffer().put(tokens.identifiers());
        yield buffer.array();
      }
    };
  }
}
