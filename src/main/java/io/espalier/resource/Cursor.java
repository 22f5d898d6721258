package io.espalier.resource;

import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A place in a list that is ordered by creation, newest first.
 *
 * @param createdAt of the item at this place, in whole milliseconds
 * @param id of the item at this place; it decides between items of one millisecond
 */
public record Cursor(Instant createdAt, String id) {
  /** Before the first item. */
  public static final Cursor START = new Cursor(Instant.parse("9999-12-31T23:59:59Z"), "");

  /** The opaque form that goes over HTTP. */
  public String text() {
    String plain = createdAt.toEpochMilli() + ":" + id;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(plain.getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * Reads the opaque form.
   *
   * @throws EspalierException MALFORMED_REQUEST unless {@link #text} of a cursor of this kind made
   *     it
   */
  public static Cursor parse(ResourceKind kind, String text) {
    return tryParse(text)
        .filter(cursor -> ResourceIds.isOf(kind, cursor.id()))
        .filter(cursor -> cursor.text().equals(text))
        .orElseThrow(Cursor::unknown);
  }

  private static Optional<Cursor> tryParse(String text) {
    try {
      String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII);
      int colon = plain.indexOf(':');
      if (colon < 0) {
        return Optional.empty();
      }
      long millis = Long.parseLong(plain.substring(0, colon));
      Cursor cursor = new Cursor(Instant.ofEpochMilli(millis), plain.substring(colon + 1));
      return cursor.isInRange() ? Optional.of(cursor) : Optional.empty();
    } catch (IllegalArgumentException notOurs) {
      return Optional.empty();
    }
  }

  private boolean isInRange() {
    return createdAt.isAfter(Instant.EPOCH) && createdAt.isBefore(START.createdAt);
  }

  private static EspalierException unknown() {
    String message = "The cursor is not one of this list. Take it from an earlier page, unchanged.";
    return new EspalierException(
        ErrorCode.MALFORMED_REQUEST,
        message,
        List.of(new Problem("query:after", "bad-cursor", message)));
  }
}
