package io.espalier.web.download;

import java.nio.charset.StandardCharsets;

/** File names in {@code Content-Disposition} (RFC 6266), for old clients and for new ones. */
public final class AttachmentName {
  private static final String PLAIN = "!#$&+-.^_`|~";

  private AttachmentName() {}

  /** The value of the header that makes a browser save the content under this name. */
  public static String header(String name) {
    return "attachment; filename=\"%s\"; filename*=UTF-8''%s".formatted(ascii(name), encoded(name));
  }

  /** What can stand between quotes in a header; anything else becomes an underscore. */
  private static String ascii(String name) {
    return name.replaceAll("[^A-Za-z0-9 ._()+-]", "_");
  }

  private static String encoded(String name) {
    StringBuilder encoded = new StringBuilder();
    for (byte octet : name.getBytes(StandardCharsets.UTF_8)) {
      char character = (char) Byte.toUnsignedInt(octet);
      if (isPlain(character)) {
        encoded.append(character);
      } else {
        encoded.append("%%%02X".formatted((int) character));
      }
    }
    return encoded.toString();
  }

  private static boolean isPlain(char character) {
    return character < 128
        && (Character.isLetterOrDigit(character) || PLAIN.indexOf(character) >= 0);
  }
}
