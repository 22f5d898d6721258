package io.espalier.web.error;

import jakarta.servlet.http.HttpServletRequest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/**
 * Gives each request the id its log lines and its refusal carry.
 *
 * <p>A valid {@code traceparent} header (W3C Trace Context, version 00) decides the id; a request
 * without one gets 128 random bits.
 */
@Component
public final class TraceIds {
  /** The response header that carries the id. */
  public static final String HEADER = "Trace-Id";

  private static final String ATTRIBUTE = TraceIds.class.getName();
  private static final Pattern TRACEPARENT =
      Pattern.compile("00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");
  private static final int BYTES = 16;

  private final RandomGenerator random;

  TraceIds(RandomGenerator random) {
    this.random = random;
  }

  /** The id of this request, the same each time it is asked for. */
  public String of(HttpServletRequest request) {
    if (request.getAttribute(ATTRIBUTE) instanceof String known) {
      return known;
    }
    String traceId = announced(request).orElseGet(this::fresh);
    request.setAttribute(ATTRIBUTE, traceId);
    return traceId;
  }

  private static Optional<String> announced(HttpServletRequest request) {
    return Optional.ofNullable(request.getHeader("traceparent"))
        .map(TRACEPARENT::matcher)
        .filter(Matcher::matches)
        .map(matcher -> matcher.group(1));
  }

  private String fresh() {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
