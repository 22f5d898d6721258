package io.espalier.web.error;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Writes refusals as problem documents, from wherever in the server they arise. */
@Component
public final class ProblemWriter {
  private static final int MAX_INSTANCE_LENGTH = 512;

  private final JsonMapper json;
  private final TraceIds traceIds;

  ProblemWriter(JsonMapper json, TraceIds traceIds) {
    this.json = json;
    this.traceIds = traceIds;
  }

  /**
   * Replaces whatever the response holds by the refusal.
   *
   * @throws IOException when the client cannot be reached any more
   */
  public void write(HttpServletRequest request, HttpServletResponse response, Refusal refusal)
      throws IOException {
    write(request, response, refusal, request.getRequestURI());
  }

  void write(
      HttpServletRequest request, HttpServletResponse response, Refusal refusal, String instance)
      throws IOException {
    String traceId = traceIds.of(request);
    byte[] body = json.writeValueAsBytes(ProblemDocument.of(refusal, shortened(instance), traceId));
    response.reset();
    response.setStatus(refusal.status());
    refusal.headers().forEach(response::setHeader);
    response.setHeader(TraceIds.HEADER, traceId);
    response.setHeader("Cache-Control", "no-store");
    response.setContentType(ProblemDocument.MEDIA_TYPE);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  private static String shortened(String instance) {
    return instance.length() <= MAX_INSTANCE_LENGTH
        ? instance
        : instance.substring(0, MAX_INSTANCE_LENGTH);
  }
}
