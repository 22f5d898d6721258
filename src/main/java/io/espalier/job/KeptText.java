package io.espalier.job;

/** Makes text that may quote an untrusted model fit to be kept. */
final class KeptText {
  private static final char REPLACEMENT = '\uFFFD';

  private KeptText() {}

  /** Replaces NUL, which PostgreSQL refuses, and cuts to a length. */
  static String cut(String text, int characters) {
    String plain = text.replace('\0', REPLACEMENT);
    return plain.length() <= characters ? plain : plain.substring(0, characters - 1) + "…";
  }
}
