package io.espalier.web.upload;

import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problem;
import java.text.Normalizer;
import java.util.List;

/** Names that clients give to what they upload: kept as inert text, never used as a path. */
public final class FileName {
  private static final int MAX_CODE_POINTS = 255;

  private FileName() {}

  /**
   * The text in normal form C without control and formatting characters, at most 255 characters.
   *
   * @param place where the name was found, for example {@code query:name}
   * @param unnamed what is called so that has no visible name
   * @throws EspalierException MALFORMED_REQUEST when it holds the NUL character
   */
  public static String inert(String place, String given, String unnamed) {
    if (given.indexOf('\0') >= 0) {
      String message = "The name must not hold the NUL character.";
      throw new EspalierException(
          ErrorCode.MALFORMED_REQUEST, message, List.of(new Problem(place, "bad-text", message)));
    }
    String visible = Normalizer.normalize(given, Normalizer.Form.NFC).replaceAll("\\p{C}", "");
    String name = shortened(visible.strip());
    return name.isBlank() || name.chars().allMatch(c -> c == '.') ? unnamed : name;
  }

  private static String shortened(String name) {
    return name.codePointCount(0, name.length()) <= MAX_CODE_POINTS
        ? name
        : name.substring(0, name.offsetByCodePoints(0, MAX_CODE_POINTS));
  }
}
