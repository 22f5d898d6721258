package io.espalier.resource;

import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problem;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Makes and reads identifiers: the prefix of the kind and 26 characters of Crockford's base 32, of
 * which 10 hold the milliseconds since 1970 and 16 hold 80 random bits.
 *
 * <p>Identifiers of different milliseconds sort by time.
 */
public final class ResourceIds {
  private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final int TIME_CHARACTERS = 10;
  private static final int RANDOM_CHARACTERS = 16;
  private static final int LENGTH = TIME_CHARACTERS + RANDOM_CHARACTERS;
  private static final int BITS_PER_CHARACTER = 5;
  private static final int SHOWN_CHARACTERS = 40;

  private final InstantSource clock;
  private final RandomGenerator random;

  /**
   * @param random a {@link java.security.SecureRandom} in a running service
   */
  public ResourceIds(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  /** An identifier that has never been given out. */
  public String next(ResourceKind kind) {
    StringBuilder text = new StringBuilder(kind.prefix());
    appendTime(text, clock.millis());
    for (int i = 0; i < RANDOM_CHARACTERS; i++) {
      text.append(DIGITS.charAt(random.nextInt(DIGITS.length())));
    }
    return text.toString();
  }

  private static void appendTime(StringBuilder text, long millis) {
    for (int i = TIME_CHARACTERS - 1; i >= 0; i--) {
      int digit = (int) (millis >>> (i * BITS_PER_CHARACTER)) & (DIGITS.length() - 1);
      text.append(DIGITS.charAt(digit));
    }
  }

  /** Whether the text is a well-formed identifier of this kind. */
  public static boolean isOf(ResourceKind kind, String text) {
    return text.startsWith(kind.prefix())
        && text.length() == kind.prefix().length() + LENGTH
        && text.chars().skip(kind.prefix().length()).allMatch(c -> DIGITS.indexOf(c) >= 0);
  }

  /**
   * Checks an identifier a user sent.
   *
   * @param place where it was sent, for example {@code path:id} or {@code /model}
   * @return the same text
   * @throws EspalierException INVALID_ID when it is malformed or names another kind of resource
   */
  public static String require(ResourceKind kind, String text, String place) {
    if (isOf(kind, text)) {
      return text;
    }
    throw Arrays.stream(ResourceKind.values())
        .filter(other -> isOf(other, text))
        .findFirst()
        .map(other -> wrongKind(kind, other, text, place))
        .orElseGet(() -> malformed(kind, text, place));
  }

  private static EspalierException wrongKind(
      ResourceKind kind, ResourceKind other, String text, String place) {
    return invalid(
        place,
        "wrong-kind",
        "The identifier (%s) is that of a %s; the identifier of a %s is needed here."
            .formatted(text, other.noun(), kind.noun()));
  }

  private static EspalierException malformed(ResourceKind kind, String text, String place) {
    return invalid(
        place,
        "malformed-id",
        "The identifier (%s) must be %s followed by %d characters of 0-9 and A-Z without I, L, O, U."
            .formatted(shown(text), kind.prefix(), LENGTH));
  }

  private static EspalierException invalid(String place, String code, String message) {
    return new EspalierException(
        ErrorCode.INVALID_ID, message, List.of(new Problem(place, code, message)));
  }

  private static String shown(String text) {
    String printable = text.replaceAll("[^\\x21-\\x7e]", "?");
    return printable.length() <= SHOWN_CHARACTERS
        ? printable
        : printable.substring(0, SHOWN_CHARACTERS) + "…";
  }
}
