package io.espalier.engine.emit;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Gives out attribute names of a module: identifiers, no two equal. */
final class AttributeNames {
  private static final Pattern UNFIT = Pattern.compile("[^A-Za-z0-9_]");
  private static final Pattern BEGINS_WITH_LETTER = Pattern.compile("[A-Za-z].*");

  /** The module's own, and the words of Python; libtorch's parser knows a few more. */
  private static final Set<String> TAKEN =
      Set.of(
          "training",
          "forward",
          "self",
          "and",
          "as",
          "assert",
          "async",
          "await",
          "break",
          "class",
          "continue",
          "def",
          "del",
          "elif",
          "else",
          "except",
          "finally",
          "for",
          "from",
          "global",
          "if",
          "import",
          "in",
          "is",
          "lambda",
          "nonlocal",
          "not",
          "or",
          "pass",
          "raise",
          "return",
          "try",
          "while",
          "with",
          "yield",
          "False",
          "None",
          "True",
          "inf",
          "nan",
          "NoneType");

  private final Set<String> given = new HashSet<>(TAKEN);
  private final Map<String, Integer> counts = new HashMap<>();

  /**
   * The name with an underscore for what no identifier may hold, and a number where it is taken.
   */
  String add(String value) {
    String letters = UNFIT.matcher(value).replaceAll("_");
    String fit = BEGINS_WITH_LETTER.matcher(letters).matches() ? letters : "w" + letters;
    String name = fit;
    while (!given.add(name)) {
      name = fit + "_" + counts.merge(fit, 2, (count, _) -> count + 1);
    }
    return name;
  }
}
