package io.espalier.json;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The end of a refusal of a name: what is allowed, and which of it was probably meant. */
public final class Choices {
  private static final int LONGEST_COMPARED = 64;

  private Choices() {}

  static String explain(String given, List<String> allowed) {
    String listed = "Allowed: %s.".formatted(String.join(", ", allowed));
    return nearest(given, allowed)
        .map(name -> listed + " Did you mean (%s)?".formatted(name))
        .orElse(listed);
  }

  /** The allowed name that a typing mistake would explain: at most half of it is different. */
  static Optional<String> nearest(String given, List<String> allowed) {
    if (given.length() > LONGEST_COMPARED) {
      return Optional.empty();
    }
    return allowed.stream()
        .filter(name -> 2 * distance(given, name) <= Math.max(given.length(), name.length()))
        .min(Comparator.comparingInt(name -> distance(given, name)));
  }

  /** Levenshtein distance, letters compared without case. */
  public static int distance(String given, String name) {
    String a = given.toLowerCase(Locale.ROOT);
    String b = name.toLowerCase(Locale.ROOT);
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      previous = nextRow(previous, a.charAt(i - 1), b, i);
    }
    return previous[b.length()];
  }

  private static int[] nextRow(int[] previous, char letter, String b, int first) {
    int[] row = new int[previous.length];
    row[0] = first;
    for (int j = 1; j < row.length; j++) {
      int replaced = previous[j - 1] + (letter == b.charAt(j - 1) ? 0 : 1);
      row[j] = Math.min(replaced, 1 + Math.min(previous[j], row[j - 1]));
    }
    return row;
  }
}
