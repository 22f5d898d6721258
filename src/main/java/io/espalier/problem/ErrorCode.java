package io.espalier.problem;

import static io.espalier.problem.ErrorCategory.INTERNAL;
import static io.espalier.problem.ErrorCategory.RESOURCE;
import static io.espalier.problem.ErrorCategory.USER;

import java.util.Locale;

/** Every way a request or a job can fail; names are stable and part of the API. */
public enum ErrorCode {
  MALFORMED_REQUEST(USER, "The request cannot be read"),
  MALFORMED_JSON(USER, "The body is not valid JSON"),
  DUPLICATE_KEY(USER, "The body names one key twice"),
  INVALID_ID(USER, "The identifier is not of the right kind"),
  VALIDATION_FAILED(USER, "The request is not valid"),
  MODEL_INVALID(USER, "The model is not valid"),
  DATASET_INVALID(USER, "The data set is not valid"),
  UNSUPPORTED_FORMAT(USER, "The format is not supported"),
  MODEL_NOT_RUNNABLE(USER, "The model cannot be run"),
  TRAINING_DIVERGED(USER, "The training did not converge"),
  NON_FINITE_WEIGHTS(USER, "The model has weights that are not finite"),
  INFEASIBLE_PLAN(USER, "The plan cannot be carried out"),
  NOT_FOUND(USER, "There is no such resource"),
  METHOD_NOT_ALLOWED(USER, "The method is not allowed here"),
  NOT_ACCEPTABLE(USER, "No acceptable representation exists"),
  UNSUPPORTED_MEDIA_TYPE(USER, "The media type of the body is not supported"),
  IN_USE(USER, "The resource is in use"),
  UPLOAD_INCOMPLETE(USER, "A file of the model is missing"),
  UPLOAD_COMPLETED(USER, "The upload set has become a model"),
  NOT_READY(USER, "The resource is not ready yet"),
  ALREADY_TERMINAL(USER, "The job has already ended"),
  IDEMPOTENCY_KEY_REUSE(USER, "The idempotency key was used for another request"),
  IDEMPOTENCY_IN_PROGRESS(USER, "The first request with this idempotency key is still running"),
  RANGE_NOT_SATISFIABLE(USER, "The range is outside the content"),
  DIGEST_MISMATCH(USER, "The content does not have the digest that was announced"),
  TOO_LARGE(USER, "The content is larger than the limit"),
  QUOTA_EXCEEDED(RESOURCE, "A quota is used up"),
  RESOURCE_LIMIT(RESOURCE, "A resource limit was reached"),
  INSUFFICIENT_STORAGE(RESOURCE, "There is not enough storage"),
  TEMPORARILY_UNAVAILABLE(RESOURCE, "The service cannot take this now"),
  WORKER_LOST(RESOURCE, "The worker was lost"),
  ARTIFACT_CORRUPT(INTERNAL, "A stored artifact does not have its digest"),
  VERIFICATION_FAILED(INTERNAL, "The result did not pass its verification"),
  INTERNAL_ERROR(INTERNAL, "An unexpected fault of the service");

  private final ErrorCategory category;
  private final String title;

  ErrorCode(ErrorCategory category, String title) {
    this.category = category;
    this.title = title;
  }

  public ErrorCategory category() {
    return category;
  }

  /** One sentence without a full stop that does not depend on the case at hand. */
  public String title() {
    return title;
  }

  /** The name used over HTTP and in stored job errors, for example {@code model-invalid}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
