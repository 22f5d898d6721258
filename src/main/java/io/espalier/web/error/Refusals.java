package io.espalier.web.error;

import io.espalier.problem.ErrorCategory;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problem;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.TypeMismatchException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.ErrorResponse;

/** Says for each exception how the request is refused; nothing of an unexpected one gets out. */
final class Refusals {
  private static final String RETRY_SECONDS = "5";

  private Refusals() {}

  static Refusal of(Throwable fault) {
    return switch (fault) {
      case EspalierException e -> ofOurs(e);
      case RefusedException e -> e.refusal();
      case ErrorResponse e -> Refusal.ofStatus(e.getStatusCode().value(), headers(e.getHeaders()));
      case TypeMismatchException e -> ofParameter(e);
      case DataAccessResourceFailureException _,
          TransientDataAccessException _,
          CannotCreateTransactionException _ ->
          databaseUnavailable();
      case IOException _ ->
          Refusal.of(ErrorCode.MALFORMED_REQUEST, "The body ended before it was complete.");
      default -> Refusal.ofStatus(500, Map.of());
    };
  }

  private static Refusal databaseUnavailable() {
    return Refusal.ofStatus(503, Map.of(HttpHeaders.RETRY_AFTER, RETRY_SECONDS));
  }

  private static Refusal ofOurs(EspalierException e) {
    if (e.code() == ErrorCode.INTERNAL_ERROR) {
      return Refusal.ofStatus(500, Map.of());
    }
    Map<String, String> headers =
        e.code() == ErrorCode.TEMPORARILY_UNAVAILABLE || e.code() == ErrorCode.QUOTA_EXCEEDED
            ? Map.of(HttpHeaders.RETRY_AFTER, RETRY_SECONDS)
            : Map.of();
    String detail = String.valueOf(e.getMessage());
    return new Refusal(e.code(), HttpStatuses.of(e.code()), detail, e.problems(), headers);
  }

  private static Refusal ofParameter(TypeMismatchException e) {
    String place = "query:" + e.getPropertyName();
    String message =
        "The parameter (%s) has a value that cannot be read; it must be %s."
            .formatted(e.getPropertyName(), typeName(e.getRequiredType()));
    Problem problem = new Problem(place, "wrong-type", message);
    return new Refusal(
        ErrorCode.VALIDATION_FAILED,
        HttpStatuses.of(ErrorCode.VALIDATION_FAILED),
        message,
        List.of(problem),
        Map.of());
  }

  private static String typeName(@Nullable Class<?> type) {
    return boolean.class.equals(type) ? "true or false" : "a whole number";
  }

  private static Map<String, String> headers(HttpHeaders headers) {
    return headers.headerSet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> String.join(", ", entry.getValue())));
  }

  static boolean isOurFault(Throwable fault) {
    return switch (fault) {
      case EspalierException e -> e.code().category() == ErrorCategory.INTERNAL;
      case ErrorResponse e -> e.getStatusCode().is5xxServerError();
      case RefusedException e -> e.refusal().status() >= 500;
      case TypeMismatchException _, IOException _ -> false;
      default -> true;
    };
  }
}
