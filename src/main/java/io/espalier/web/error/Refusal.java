package io.espalier.web.error;

import io.espalier.problem.ErrorCode;
import io.espalier.problem.Problem;
import java.util.List;
import java.util.Map;

/**
 * What a refusal says, before it has a request to say it to.
 *
 * @param headers headers the status calls for, for example {@code Allow}
 */
public record Refusal(
    ErrorCode code,
    int status,
    String detail,
    List<Problem> problems,
    Map<String, String> headers) {
  private static final Map<String, String> ANY_METHOD =
      Map.of("Allow", "GET, HEAD, POST, PUT, DELETE, OPTIONS");

  public Refusal {
    problems = List.copyOf(problems);
    headers = Map.copyOf(headers);
  }

  public static Refusal of(ErrorCode code, String detail) {
    return new Refusal(code, HttpStatuses.of(code), detail, List.of(), Map.of());
  }

  /** A refusal that only a status describes. */
  public static Refusal ofStatus(int status, Map<String, String> headers) {
    return status == 405 || status == 501
        ? methodNotAllowed(headers)
        : new Refusal(HttpStatuses.codeOf(status), status, detail(status), List.of(), headers);
  }

  /** The container names no methods when it refuses before it knows the resource. */
  private static Refusal methodNotAllowed(Map<String, String> headers) {
    Map<String, String> allow = headers.containsKey("Allow") ? headers : ANY_METHOD;
    return new Refusal(ErrorCode.METHOD_NOT_ALLOWED, 405, detail(405), List.of(), allow);
  }

  private static String detail(int status) {
    return switch (status) {
      case 404 -> "There is nothing at this address; see /swagger-ui.html for what there is.";
      case 405 -> "The header Allow names the methods that can be used here.";
      case 406 -> "None of the media types in the header Accept can be produced here.";
      case 413 -> "The body is larger than the limit; GET /v1/limits names it.";
      case 414 -> "The address is too long.";
      case 415 -> "The header Content-Type names a media type that is not taken here.";
      case 431 -> "The headers are too large.";
      case 503 -> "The service cannot take this now; try again.";
      default ->
          status < 500
              ? "The request cannot be read as HTTP."
              : "An unexpected fault; the service's log explains it under the trace id.";
    };
  }
}
