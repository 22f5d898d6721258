package io.espalier.web.filter;

import io.espalier.problem.ErrorCode;
import io.espalier.web.container.StrictHttp11Protocol;
import io.espalier.web.error.ProblemWriter;
import io.espalier.web.error.Refusal;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Refuses requests that two readers could read in two ways. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
final class FramingFilter extends OncePerRequestFilter {
  /** Path parameters, empty segments, dots, and encoded or doubly encoded separators. */
  private static final Pattern ODD_PATH =
      Pattern.compile(
          ";|\\\\|//|%25|%2f|%5c|%3b|%00|/\\.{1,2}(/|$)|/%2e", Pattern.CASE_INSENSITIVE);

  private final ProblemWriter writer;

  FramingFilter(ProblemWriter writer) {
    this.writer = writer;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Optional<Refusal> refusal = refusal(request);
    if (refusal.isPresent()) {
      writer.write(request, response, refusal.get());
    } else {
      chain.doFilter(request, response);
    }
  }

  private static Optional<Refusal> refusal(HttpServletRequest request) {
    if (request.getAttribute(StrictHttp11Protocol.AMBIGUOUS_FRAMING) != null) {
      return malformed("A request must not have both a Content-Length and a Transfer-Encoding.");
    }
    if (ODD_PATH.matcher(request.getRequestURI()).find()) {
      return malformed(
          "The path must be plain: no parameters, empty segments or encoded separators.");
    }
    return encoding(request);
  }

  private static Optional<Refusal> malformed(String detail) {
    ErrorCode code = ErrorCode.MALFORMED_REQUEST;
    return Optional.of(
        new Refusal(code, 400, detail, List.of(), Map.of(HttpHeaders.CONNECTION, "close")));
  }

  private static Optional<Refusal> encoding(HttpServletRequest request) {
    String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
    if (encoding == null || encoding.isBlank() || encoding.equalsIgnoreCase("identity")) {
      return Optional.empty();
    }
    return Optional.of(
        new Refusal(
            ErrorCode.UNSUPPORTED_MEDIA_TYPE,
            415,
            "The header Content-Encoding must be absent or identity: send the body as it is.",
            List.of(),
            Map.of(HttpHeaders.ACCEPT_ENCODING, "identity")));
  }
}
