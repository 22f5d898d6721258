package io.espalier.web.upload;

import io.espalier.idempotency.Accepted;
import io.espalier.idempotency.IdempotencyKey;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.HttpHeaders;

/** The headers of requests that may be sent again. */
public final class IdempotencyHeader {
  public static final String REQUEST = "Idempotency-Key";
  public static final String RESPONSE = "Idempotent-Replayed";

  private IdempotencyHeader() {}

  /**
   * The key of a request, or none.
   *
   * @throws io.espalier.problem.EspalierException MALFORMED_REQUEST for a key that cannot be kept
   */
  public static IdempotencyKey of(HttpServletRequest request) {
    String header = request.getHeader(REQUEST);
    return header == null ? IdempotencyKey.NONE : IdempotencyKey.parse(header);
  }

  /** Says that the answer is that of an earlier request, if it is. */
  public static HttpHeaders replayed(Accepted<?> answer) {
    HttpHeaders headers = new HttpHeaders();
    if (answer.replayed()) {
      headers.set(RESPONSE, "true");
    }
    return headers;
  }
}
