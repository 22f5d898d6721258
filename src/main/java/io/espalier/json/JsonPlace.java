package io.espalier.json;

import io.espalier.problem.Problems;
import tools.jackson.databind.JsonNode;

/**
 * A place in a JSON document that is being read, and where its faults are collected.
 *
 * @param pointer JSON pointer (RFC 6901); empty for the whole document
 */
public record JsonPlace(String pointer, Problems problems) {
  private static final int LONGEST_QUOTE = 60;

  /** The whole document. */
  public static JsonPlace root(Problems problems) {
    return new JsonPlace("", problems);
  }

  public JsonPlace member(String name) {
    String escaped = clean(name).replace("~", "~0").replace("/", "~1");
    return new JsonPlace(pointer + "/" + escaped, problems);
  }

  public JsonPlace item(int index) {
    return new JsonPlace(pointer + "/" + index, problems);
  }

  public void refuse(String code, String message) {
    problems.add(pointer, code, message);
  }

  /** Refuses a value that has another JSON type than the one expected. */
  public void refuseType(JsonNode value, String expected) {
    refuse("wrong-type", "The %s (%s) must be %s.".formatted(name(), quote(value), expected));
  }

  /** How messages call this place: the last name of the pointer. */
  public String name() {
    if (pointer.isEmpty()) {
      return "document";
    }
    String last = pointer.substring(pointer.lastIndexOf('/') + 1);
    return Character.isDigit(last.charAt(0)) ? "item " + last : last;
  }

  /** A value as JSON text, cut to a length that fits into a sentence. */
  static String quote(JsonNode value) {
    return quote(value.toString());
  }

  /** Text that came from outside, cut to a length that fits into a sentence. */
  static String quote(String text) {
    return quote(text, LONGEST_QUOTE);
  }

  /** Text that came from outside, fit to be shown, with at most so many characters. */
  public static String quote(String text, int longest) {
    String clean = clean(text);
    if (clean.codePointCount(0, clean.length()) <= longest) {
      return clean;
    }
    return clean.substring(0, clean.offsetByCodePoints(0, longest)) + "…";
  }

  /** The text with control characters and lone surrogates replaced, so that it can be shown. */
  private static String clean(String text) {
    StringBuilder clean = new StringBuilder();
    text.codePoints()
        .map(point -> isShowable(point) ? point : '\uFFFD')
        .forEach(clean::appendCodePoint);
    return clean.toString();
  }

  private static boolean isShowable(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL, Character.SURROGATE, Character.FORMAT -> false;
      default -> true;
    };
  }
}
