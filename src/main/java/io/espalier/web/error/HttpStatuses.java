package io.espalier.web.error;

import io.espalier.problem.ErrorCode;

/** The HTTP status of each error code, and the error code of each status a container gives. */
public final class HttpStatuses {
  private HttpStatuses() {}

  public static int of(ErrorCode code) {
    return switch (code) {
      case MALFORMED_REQUEST, MALFORMED_JSON, DUPLICATE_KEY, INVALID_ID -> 400;
      case NOT_FOUND -> 404;
      case METHOD_NOT_ALLOWED -> 405;
      case NOT_ACCEPTABLE -> 406;
      case IN_USE,
          UPLOAD_INCOMPLETE,
          UPLOAD_COMPLETED,
          NOT_READY,
          ALREADY_TERMINAL,
          IDEMPOTENCY_IN_PROGRESS ->
          409;
      case TOO_LARGE -> 413;
      case UNSUPPORTED_FORMAT, UNSUPPORTED_MEDIA_TYPE -> 415;
      case RANGE_NOT_SATISFIABLE -> 416;
      case VALIDATION_FAILED,
          MODEL_INVALID,
          DATASET_INVALID,
          MODEL_NOT_RUNNABLE,
          TRAINING_DIVERGED,
          NON_FINITE_WEIGHTS,
          INFEASIBLE_PLAN,
          IDEMPOTENCY_KEY_REUSE,
          DIGEST_MISMATCH,
          RESOURCE_LIMIT ->
          422;
      case QUOTA_EXCEEDED -> 429;
      case WORKER_LOST, ARTIFACT_CORRUPT, VERIFICATION_FAILED, INTERNAL_ERROR -> 500;
      case TEMPORARILY_UNAVAILABLE -> 503;
      case INSUFFICIENT_STORAGE -> 507;
    };
  }

  /** The code of a refusal that only a status describes, as the servlet container gives them. */
  static ErrorCode codeOf(int status) {
    return switch (status) {
      case 404 -> ErrorCode.NOT_FOUND;
      case 405 -> ErrorCode.METHOD_NOT_ALLOWED;
      case 406 -> ErrorCode.NOT_ACCEPTABLE;
      case 413 -> ErrorCode.TOO_LARGE;
      case 415 -> ErrorCode.UNSUPPORTED_MEDIA_TYPE;
      case 416 -> ErrorCode.RANGE_NOT_SATISFIABLE;
      case 429 -> ErrorCode.QUOTA_EXCEEDED;
      case 503 -> ErrorCode.TEMPORARILY_UNAVAILABLE;
      case 507 -> ErrorCode.INSUFFICIENT_STORAGE;
      default -> status < 500 ? ErrorCode.MALFORMED_REQUEST : ErrorCode.INTERNAL_ERROR;
    };
  }
}
