package io.espalier.web.error;

/** Text of a client as it may stand in a log line: one line, no control characters, not long. */
final class LogText {
  private static final int MAX_LENGTH = 300;

  private LogText() {}

  static String of(String text) {
    String inert = text.replaceAll("\\p{C}", "\uFFFD");
    return inert.length() <= MAX_LENGTH ? inert : inert.substring(0, MAX_LENGTH) + "…";
  }
}
