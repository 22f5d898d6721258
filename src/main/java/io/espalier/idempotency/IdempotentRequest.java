package io.espalier.idempotency;

import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.time.Duration;

/**
 * A request that may be sent again under its key.
 *
 * @param scope the operation, for example {@code jobs}; the same key in another scope is another
 *     request
 * @param fingerprint SHA-256 of all that the request asks for
 */
public record IdempotentRequest(String scope, IdempotencyKey key, String fingerprint) {
  /** How long a key is remembered. */
  public static final Duration REMEMBERED = Duration.ofHours(24);

  /**
   * Compares this request with the first one of the same key.
   *
   * @throws EspalierException IDEMPOTENCY_KEY_REUSE when it asks for something else
   */
  public void requireSame(String storedFingerprint) {
    if (!storedFingerprint.equals(fingerprint)) {
      throw new EspalierException(
          ErrorCode.IDEMPOTENCY_KEY_REUSE,
          "The idempotency key was used for a request with another content. Use a new key.");
    }
  }
}
