package io.espalier.method.training;

import io.espalier.json.Choices;
import io.espalier.json.JsonPlace;
import io.espalier.problem.Problems;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Patterns on names: {@code *} stands for any text, {@code ?} for one character. */
public final class NamePatterns {
  private static final int LONGEST_QUOTE = 100;
  private static final int MOST_NEIGHBOURS = 3;

  private final List<String> patterns;

  public NamePatterns(List<String> patterns) {
    this.patterns = List.copyOf(patterns);
  }

  /** Whether one of the patterns matches the whole name. */
  public boolean match(String name) {
    return patterns.stream().anyMatch(pattern -> matches(pattern, name));
  }

  /**
   * Reports each pattern that matches none of the names, with the names nearest to it.
   *
   * @param place JSON pointer of the list of patterns
   * @param kind what is called by the names, for example {@code layer of the model}
   */
  public void refuseUnmatched(String place, String kind, List<String> names, Problems problems) {
    for (int p = 0; p < patterns.size(); p++) {
      refuseUnmatched(place + "/" + p, kind, patterns.get(p), names, problems);
    }
  }

  /** As above, for one pattern and its own place. */
  public static void refuseUnmatched(
      String place, String kind, String pattern, List<String> names, Problems problems) {
    if (names.stream().noneMatch(name -> matches(pattern, name))) {
      problems.add(
          place,
          "no-match",
          "The pattern (%s) matches no %s. Nearest: %s."
              .formatted(JsonPlace.quote(pattern, LONGEST_QUOTE), kind, nearest(pattern, names)));
    }
  }

  private static String nearest(String pattern, List<String> names) {
    return names.stream()
        .sorted(Comparator.comparingInt(name -> Choices.distance(pattern, name)))
        .limit(MOST_NEIGHBOURS)
        .map(name -> JsonPlace.quote(name, LONGEST_QUOTE))
        .collect(Collectors.joining(", "));
  }

  /**
   * Whether a pattern matches a whole text, in time of at most their lengths' product: after a
   * mismatch only the last star takes one character more.
   */
  public static boolean matches(String pattern, String text) {
    int p = 0;
    int t = 0;
    int star = -1;
    int taken = 0;
    while (t < text.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        taken = t;
      } else if (p < pattern.length() && isOne(pattern.charAt(p), text.charAt(t))) {
        p++;
        t++;
      } else if (star >= 0) {
        p = star + 1;
        t = ++taken;
      } else {
        return false;
      }
    }
    return pattern.substring(p).chars().allMatch(rest -> rest == '*');
  }

  private static boolean isOne(char pattern, char letter) {
    return pattern == '?' || pattern == letter;
  }
}
