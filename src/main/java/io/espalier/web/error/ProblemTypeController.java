package io.espalier.web.error;

import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.Arrays;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The page behind the {@code type} of every problem document. */
@Hidden
@RestController
final class ProblemTypeController {
  private static final String PAGE =
      """
      <!doctype html>
      <html lang="en">
      <meta charset="utf-8">
      <title>%1$s</title>
      <style>body { font: 1rem/1.5 sans-serif; max-width: 40rem; margin: 3rem auto }</style>
      <h1>%1$s</h1>
      <p>Code <code>%2$s</code>, status %3$d.</p>
      <p>%4$s</p>
      </html>
      """;

  @GetMapping(path = "/problems/{code}", produces = MediaType.TEXT_HTML_VALUE)
  String page(@PathVariable String code) {
    return Arrays.stream(ErrorCode.values())
        .filter(known -> known.wireName().equals(code))
        .findFirst()
        .map(ProblemTypeController::page)
        .orElseThrow(
            () -> new EspalierException(ErrorCode.NOT_FOUND, "There is no such kind of problem."));
  }

  private static String page(ErrorCode code) {
    return PAGE.formatted(code.title(), code.wireName(), HttpStatuses.of(code), advice(code));
  }

  private static String advice(ErrorCode code) {
    return switch (code.category()) {
      case USER ->
          "The request or the file has to change before it can succeed. The member detail says what"
              + " is wrong; errors names each place.";
      case RESOURCE ->
          "A limit or a shortage. The same request may succeed later or on a larger machine; where"
              + " there is a header Retry-After, wait that long.";
      case INTERNAL ->
          "A fault of the service. Its log has the cause under the traceId of the answer.";
    };
  }
}
