package io.espalier.web.upload;

import io.espalier.json.StrictJson;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import tools.jackson.databind.JsonNode;

/** Reads the JSON document of a request, at most 1 MiB of it. */
public final class JsonBody {
  private JsonBody() {}

  /**
   * The document.
   *
   * @throws EspalierException TOO_LARGE beyond the limit, MALFORMED_JSON with line and column,
   *     DUPLICATE_KEY
   * @throws IOException when the body breaks off
   */
  public static JsonNode read(HttpServletRequest request) throws IOException {
    if (request.getContentLengthLong() > StrictJson.MOST_BYTES) {
      throw tooLarge();
    }
    byte[] body = request.getInputStream().readNBytes(StrictJson.MOST_BYTES + 1);
    if (body.length > StrictJson.MOST_BYTES) {
      throw tooLarge();
    }
    return StrictJson.read(body);
  }

  private static EspalierException tooLarge() {
    return new EspalierException(
        ErrorCode.TOO_LARGE,
        "The body is larger than the limit (%d bytes) of a JSON document."
            .formatted(StrictJson.MOST_BYTES));
  }
}
