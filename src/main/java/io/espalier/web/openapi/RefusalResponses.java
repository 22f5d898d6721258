package io.espalier.web.openapi;

import io.espalier.problem.ErrorCode;
import io.espalier.web.error.HttpStatuses;
import io.espalier.web.error.ProblemDocument;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The documentation of refusals: one response a status, with an example for each code. */
final class RefusalResponses {
  static final String SCHEMA = "#/components/schemas/Problem";

  private static final String TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736";

  private RefusalResponses() {}

  /** By status. */
  static SortedMap<String, ApiResponse> of(List<ErrorCode> codes) {
    SortedMap<String, ApiResponse> responses = new TreeMap<>();
    for (ErrorCode code : codes) {
      String status = Integer.toString(HttpStatuses.of(code));
      add(responses.computeIfAbsent(status, _ -> empty(code)), code);
    }
    return responses;
  }

  private static ApiResponse empty(ErrorCode code) {
    MediaType problem = new MediaType().schema(new Schema<>().$ref(SCHEMA));
    ApiResponse response =
        new ApiResponse().content(new Content().addMediaType(ProblemDocument.MEDIA_TYPE, problem));
    headers(code).forEach((name, text) -> response.addHeaderObject(name, header(text)));
    return response;
  }

  private static Map<String, String> headers(ErrorCode code) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Trace-Id", "Finds the request in the server's log");
    switch (HttpStatuses.of(code)) {
      case 415 -> headers.put("Accept", "The media types that are taken");
      case 416 -> headers.put("Content-Range", "The length of the content, as bytes */length");
      case 429, 503 -> headers.put("Retry-After", "Seconds to wait before another try");
      default -> {}
    }
    return headers;
  }

  static Header header(String text) {
    return new Header().description(text).schema(new StringSchema());
  }

  private static void add(ApiResponse response, ErrorCode code) {
    String earlier = response.getDescription();
    String name = "`%s`: %s".formatted(code.wireName(), code.title());
    response.setDescription(earlier == null ? name : earlier + "; " + name);
    response
        .getContent()
        .get(ProblemDocument.MEDIA_TYPE)
        .addExamples(code.wireName(), new Example().value(example(code)));
  }

  private static Map<String, Object> example(ErrorCode code) {
    Map<String, Object> example = new LinkedHashMap<>();
    example.put("type", "/problems/" + code.wireName());
    example.put("title", code.title());
    example.put("status", HttpStatuses.of(code));
    example.put("detail", code.title() + ".");
    example.put("instance", "/v1/…");
    example.put("code", code.wireName());
    example.put("traceId", TRACE_ID);
    return example;
  }
}
