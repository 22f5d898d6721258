package io.espalier.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** The digest that is the address of content. */
public final class Sha256 {
  private static final Pattern HEXADECIMAL = Pattern.compile("[0-9a-f]{64}");
  private static final int CHUNK_BYTES = 1 << 16;

  private final MessageDigest digest;

  public Sha256() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every Java platform has SHA-256", impossible);
    }
  }

  public void update(byte[] bytes, int length) {
    digest.update(bytes, 0, length);
  }

  /** The digest of all that was told; ends the calculation. */
  public String hexadecimal() {
    return HexFormat.of().formatHex(digest.digest());
  }

  public static String of(InputStream content) throws IOException {
    Sha256 sha256 = new Sha256();
    byte[] chunk = new byte[CHUNK_BYTES];
    for (int length = content.read(chunk); length >= 0; length = content.read(chunk)) {
      sha256.update(chunk, length);
    }
    return sha256.hexadecimal();
  }

  /** Keeps anything but a digest from becoming part of a path. */
  static String require(String text) {
    if (!HEXADECIMAL.matcher(text).matches()) {
      throw new IllegalArgumentException("A SHA-256 has 64 lower-case hexadecimal digits.");
    }
    return text;
  }
}
