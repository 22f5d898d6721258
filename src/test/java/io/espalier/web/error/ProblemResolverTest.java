package io.espalier.web.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.problem.ErrorCategory;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problem;
import java.io.EOFException;
import java.io.UnsupportedEncodingException;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.transaction.CannotCreateTransactionException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class ProblemResolverTest {
  /** What one client has too much of is not the server's fault. */
  private static final Set<ErrorCode> OF_ONE_CLIENT =
      Set.of(ErrorCode.RESOURCE_LIMIT, ErrorCode.QUOTA_EXCEEDED);

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final long SEED = 1;

  private final ProblemResolver resolver =
      new ProblemResolver(new ProblemWriter(JSON, new TraceIds(new Random(SEED))));
  private final MockHttpServletRequest request = new MockHttpServletRequest("GET", "/v1/models");
  private final MockHttpServletResponse response = new MockHttpServletResponse();

  @Test
  void tellsNothingOfAnUnexpectedFault() throws UnsupportedEncodingException {
    resolve(new IllegalStateException("/home/x", new SQLException("SELECT secret FROM model")));

    assertThat(response.getStatus()).isEqualTo(500);
    assertThat(response.getContentAsString())
        .doesNotContain("/home", "secret", "Exception", "SELECT")
        .contains("\"code\":\"internal-error\"");
  }

  @Test
  void tellsNothingOfAFaultThatWasForeseenAsOurs() throws UnsupportedEncodingException {
    resolve(new EspalierException(ErrorCode.INTERNAL_ERROR, "Wrote /home/x only half."));

    assertThat(response.getStatus()).isEqualTo(500);
    assertThat(response.getContentAsString()).doesNotContain("/home");
  }

  @Test
  void asksToComeBackWhenTheDatabaseIsAway() throws UnsupportedEncodingException {
    resolve(new CannotCreateTransactionException("jdbc:h2:file:/home/x is away"));

    assertThat(response.getStatus()).isEqualTo(503);
    assertThat(response.getHeader("Retry-After")).isEqualTo("5");
    assertThat(response.getContentAsString()).doesNotContain("jdbc", "/home");
  }

  @Test
  void takesABrokenConnectionForTheClientsFault() {
    resolve(new EOFException("at io.espalier.Some.where"));

    assertThat(response.getStatus()).isEqualTo(400);
  }

  @Test
  void replacesWhatWasPrepared() {
    response.setHeader("ETag", "\"x\"");
    response.setContentType("text/html");
    resolve(new EspalierException(ErrorCode.NOT_FOUND, "There is no such model."));

    assertThat(response.getHeader("ETag")).isNull();
    assertThat(response.getContentType()).isEqualTo("application/problem+json");
  }

  @Test
  void leavesAnAnswerThatHasBegun() {
    response.setCommitted(true);

    assertThat(resolver.resolveException(request, response, null, new EOFException())).isNotNull();
    assertThat(resolver.resolveException(request, response, null, new ArithmeticException()))
        .isNull();
    assertThat(response.getStatus()).isEqualTo(200);
  }

  @Test
  void tellsPointersFromOtherPlaces() throws UnsupportedEncodingException {
    resolve(
        new EspalierException(
            ErrorCode.VALIDATION_FAILED,
            "2 problems",
            List.of(
                new Problem("/steps/0", "missing", "one"),
                new Problem("header:Range", "bad", "two"))));
    JsonNode errors = JSON.readTree(response.getContentAsString()).get("errors");

    assertThat(errors.at("/0/pointer").stringValue()).isEqualTo("/steps/0");
    assertThat(errors.at("/0/location").isMissingNode()).isTrue();
    assertThat(errors.at("/1/location").stringValue()).isEqualTo("header:Range");
    assertThat(errors.at("/1/pointer").isMissingNode()).isTrue();
  }

  @Test
  void saysWhenToTryAgain() {
    resolve(new EspalierException(ErrorCode.TEMPORARILY_UNAVAILABLE, "Full."));

    assertThat(response.getStatus()).isEqualTo(503);
    assertThat(response.getHeader("Retry-After")).isEqualTo("5");
  }

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void givesEveryCodeAStatusOfItsCategory(ErrorCode code) {
    int status = HttpStatuses.of(code);

    assertThat(status >= 500).as(code.name()).isEqualTo(isServers(code));
    assertThat(status).isBetween(400, 599);
  }

  private static boolean isServers(ErrorCode code) {
    return code.category() == ErrorCategory.INTERNAL
        || code.category() == ErrorCategory.RESOURCE && !OF_ONE_CLIENT.contains(code);
  }

  private void resolve(Exception fault) {
    assertThat(resolver.resolveException(request, response, null, fault)).isNotNull();
  }
}
