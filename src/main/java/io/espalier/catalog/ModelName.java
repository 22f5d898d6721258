package io.espalier.catalog;

import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problem;
import java.text.Normalizer;
import java.util.List;

/** Makes a name a user chose safe to keep. */
final class ModelName {
  private static final int MAXIMUM_CHARACTERS = 255;
  private static final String UNNAMED = "model";

  private ModelName() {}

  /**
   * Normalises to NFC, drops control and direction-changing characters, and cuts to {@value
   * #MAXIMUM_CHARACTERS} characters; a name of which nothing is left becomes {@value #UNNAMED}.
   *
   * @throws EspalierException VALIDATION_FAILED for a NUL or a lone surrogate
   */
  static String clean(String text) {
    if (text.indexOf('\0') >= 0 || hasLoneSurrogate(text)) {
      String message = "The name must not hold NUL or half of a surrogate pair.";
      throw new EspalierException(
          ErrorCode.VALIDATION_FAILED,
          message,
          List.of(new Problem("query:name", "bad-text", message)));
    }
    String plain = Normalizer.normalize(text, Normalizer.Form.NFC);
    String name = cut(plain.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "").strip());
    return name.isEmpty() ? UNNAMED : name;
  }

  private static boolean hasLoneSurrogate(String text) {
    return text.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE);
  }

  private static String cut(String text) {
    if (text.length() <= MAXIMUM_CHARACTERS) {
      return text;
    }
    boolean splitsPair = Character.isHighSurrogate(text.charAt(MAXIMUM_CHARACTERS - 1));
    return text.substring(0, splitsPair ? MAXIMUM_CHARACTERS - 1 : MAXIMUM_CHARACTERS);
  }
}
