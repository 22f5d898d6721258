package io.espalier.idempotency;

import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problem;
import java.util.List;

/**
 * The key under which a client may send one request again.
 *
 * @param text visible ASCII, 1 to {@value #MAXIMUM_LENGTH} characters, or empty for {@link #NONE}
 */
public record IdempotencyKey(String text) {
  /** The key of a request that takes effect each time it is sent. */
  public static final IdempotencyKey NONE = new IdempotencyKey("");

  private static final int MAXIMUM_LENGTH = 255;

  /**
   * Reads the {@code Idempotency-Key} header; call it only when the header is there.
   *
   * @throws EspalierException MALFORMED_REQUEST for an empty, over-long or non-ASCII key
   */
  public static IdempotencyKey parse(String header) {
    String text = unquoted(header.strip());
    if (text.isBlank() || text.length() > MAXIMUM_LENGTH || !isVisibleAscii(text)) {
      String message =
          "The Idempotency-Key header (%d characters) must be 1 to %d visible ASCII characters."
              .formatted(header.length(), MAXIMUM_LENGTH);
      throw new EspalierException(
          ErrorCode.MALFORMED_REQUEST,
          message,
          List.of(new Problem("header:Idempotency-Key", "bad-key", message)));
    }
    return new IdempotencyKey(text);
  }

  public boolean isPresent() {
    return !text.isEmpty();
  }

  private static String unquoted(String text) {
    boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
    return quoted ? text.substring(1, text.length() - 1) : text;
  }

  private static boolean isVisibleAscii(String text) {
    return text.chars().allMatch(c -> c >= ' ' && c <= '~');
  }
}
